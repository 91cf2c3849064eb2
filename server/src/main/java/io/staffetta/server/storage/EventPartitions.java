package io.staffetta.server.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One partition of the event log for each day (UTC), made in advance and dropped whole when it is old. What belongs to no
 * day's partition, such as events after a jump of the clock, lies in the partition for the rest and is moved once its day
 * gets one: appending never fails for want of a partition. {@code staffetta.events.retention} says how long events stay.
 */
@Component
@DependsOnDatabaseInitialization
class EventPartitions implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(EventPartitions.class);
    private static final String PREFIX = "message_event_d";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int DAYS_AHEAD = 3;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration retention;

    EventPartitions(
            DataSource dataSource, Clock clock, @Value("${staffetta.events.retention:30d}") Duration retention) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public void afterPropertiesSet() {
        keep();
    }

    /** Makes what is missing and drops what is old. Waits for no lock longer than two seconds: the next hour comes. */
    @Scheduled(initialDelayString = "PT1H", fixedDelayString = "PT1H")
    void keep() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<String> present = partitions();
        Stream.iterate(today.minusDays(1), day -> day.plusDays(1))
                .limit(DAYS_AHEAD + 2L)
                .filter(day -> !present.contains(name(day)))
                .forEach(day -> attempt(name(day), () -> make(day)));
        LocalDate oldest = today.minusDays(retention.toDays());
        present.stream()
                .filter(partition -> day(partition).isBefore(oldest))
                .forEach(partition -> attempt(
                        partition,
                        () -> jdbc.sql("drop table if exists " + partition).update()));
        jdbc.sql("delete from message_event_rest where at < ?")
                .param(start(oldest))
                .update();
    }

    private void attempt(String partition, Runnable change) {
        try {
            transaction.executeWithoutResult(_ -> {
                jdbc.sql("set local lock_timeout = '2s'").update();
                jdbc.sql("select pg_advisory_xact_lock(hashtext('message_event'))")
                        .query()
                        .listOfRows();
                change.run();
            });
        } catch (DataAccessException e) {
            log.warn("Partition {} has to wait: {}", partition, e.getMessage());
        }
    }

    private void make(LocalDate day) {
        if (partitions().contains(name(day))) {
            return;
        }
        String from = start(day).toString();
        String to = start(day.plusDays(1)).toString();
        jdbc.sql("lock table message_event_rest in access exclusive mode").update();
        jdbc.sql("create table " + name(day) + " (like message_event including defaults)")
                .update();
        jdbc.sql("with moved as (delete from message_event_rest where at >= ? and at < ? returning *) insert into "
                        + name(day) + " select * from moved")
                .param(start(day))
                .param(start(day.plusDays(1)))
                .update();
        jdbc.sql("alter table message_event attach partition " + name(day) + " for values from ('" + from + "') to ('"
                        + to + "')")
                .update();
    }

    private List<String> partitions() {
        return jdbc.sql("""
                select c.relname
                from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'message_event'::regclass and c.relname like ?
                order by c.relname
                """)
                .param(PREFIX.replace("_", "\\_") + "%")
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static String name(LocalDate day) {
        return PREFIX + DAY.format(day);
    }

    private static LocalDate day(String partition) {
        return LocalDate.parse(partition.substring(PREFIX.length()), DAY);
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
