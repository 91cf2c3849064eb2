package io.staffetta.server.webhook;

import static io.staffetta.server.webhook.EndpointRows.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps what webhooks leave behind within its bounds: no endpoint has more waiting than it may, what has ended goes when
 * its time is up, and what a deleted endpoint has left goes at once. In small statements.
 */
@Component
class HookUpkeep {

    private static final Logger log = LoggerFactory.getLogger(HookUpkeep.class);
    private static final int AT_ONCE = 2_000;
    private static final int ROUNDS = 200;
    private static final Duration HOURS_KEPT = Duration.ofDays(8);

    /** What waited longest gives way; it may be replayed as long as it is kept. */
    private static final String TRIM = """
            update webhook_delivery set state = 'failed', reason = 'backlog_full', next_at = null, done_at = ?,
                lease = null, leased_until = null
            where state = 'pending' and id = any(array(
                select id from webhook_delivery
                where endpoint_id = ? and state = 'pending' and id <= (
                    select id from webhook_delivery where endpoint_id = ? and state = 'pending'
                    order by id desc offset ? limit 1)
                order by id limit ?))
            """;

    /** Looks at the oldest ones alone, as many as may wait before them: what was written later has not ended for long. */
    private static final String FORGET = """
            with gone as (
                delete from webhook_delivery where id = any(array(
                    select d.id from (
                        select id, endpoint_id, state, done_at from webhook_delivery
                        where owner_id = ? and endpoint_id = ? order by id limit ?
                    ) d join webhook_endpoint e on e.id = d.endpoint_id
                    where e.deleted_at is not null or (d.state <> 'pending' and d.done_at < ?)
                    order by d.id limit ?))
                returning id
            ), attempts as (
                delete from webhook_attempt where delivery_id in (select id from gone)
            )
            select count(*) from gone
            """;

    private final JdbcClient jdbc;
    private final HookSettings settings;
    private final Clock clock;

    HookUpkeep(JdbcClient jdbc, HookSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    private record Kept(long id, long ownerId) {}

    private interface Sweep {
        int once();
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void trim() {
        attempt(() -> {
            for (Kept endpoint : endpoints()) {
                trim(endpoint.id(), settings.mostWaiting());
            }
        });
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
    void forget() {
        attempt(() -> {
            Instant now = clock.instant();
            endpoints().forEach(endpoint -> forget(endpoint, now.minus(settings.retention())));
            jdbc.sql("delete from webhook_endpoint e where deleted_at is not null"
                            + " and not exists (select 1 from webhook_delivery d where d.endpoint_id = e.id)")
                    .update();
            jdbc.sql("delete from webhook_hour where hour < ?")
                    .param(utc(now.minus(HOURS_KEPT)))
                    .update();
        });
    }

    private void trim(long endpoint, int most) {
        sweep(() -> jdbc.sql(TRIM)
                .params(utc(clock.instant()), endpoint, endpoint, most, AT_ONCE)
                .update());
    }

    private void forget(Kept endpoint, Instant before) {
        sweep(() -> jdbc.sql(FORGET)
                .params(endpoint.ownerId(), endpoint.id(), settings.mostWaiting() + AT_ONCE, utc(before), AT_ONCE)
                .query(Integer.class)
                .single());
    }

    private List<Kept> endpoints() {
        return jdbc.sql("select id, owner_id from webhook_endpoint order by id")
                .query((row, n) -> new Kept(row.getLong(1), row.getLong(2)))
                .list();
    }

    private static void sweep(Sweep sweep) {
        for (int round = 0; round < ROUNDS && sweep.once() == AT_ONCE; round++) {
            log.debug("webhooks: {} rows swept", AT_ONCE);
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException e) {
            log.warn("what webhooks leave behind has to wait to be thrown away: {}", e.getMessage());
        }
    }
}
