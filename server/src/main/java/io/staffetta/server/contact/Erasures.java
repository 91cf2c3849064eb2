package io.staffetta.server.contact;

import io.staffetta.core.message.EndReason;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.LaneHint;
import io.staffetta.server.queue.PersonLock;
import io.staffetta.server.queue.PersonsMessages;
import io.staffetta.server.queue.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Erases people. First nothing more is sent to them, which is committed together with the wish; then they are taken out
 * of every table. What a crash interrupts is taken up again. A keyed hash stays, so that no later import writes to them.
 */
@Component
public class Erasures {

    private static final Logger log = LoggerFactory.getLogger(Erasures.class);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final PersonsMessages messages;
    private final Scrubbing scrubbing;
    private final EventLog events;
    private final Audit audit;
    private final Clock clock;
    private final LaneHint hint;

    Erasures(
            Transactions transactions,
            JdbcClient jdbc,
            PersonsMessages messages,
            Scrubbing scrubbing,
            EventLog events,
            Audit audit,
            Clock clock,
            LaneHint hint) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.messages = messages;
        this.scrubbing = scrubbing;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
        this.hint = hint;
    }

    /** Erases a person, known or not. Audited without the number. May be repeated. */
    public void erase(Caller caller, long phone) {
        transactions.in(connection -> begin(connection, caller, phone)).forEach(hint::changed);
        finish(caller, phone);
    }

    /** Takes up what was interrupted. */
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void resume() {
        List<Pending> pending = jdbc.sql("select owner_id, phone, actor from erasure where requested_at < ?")
                .param(clock.instant().minusSeconds(30).atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Pending(row.getLong(1), row.getLong(2), row.getString(3)))
                .list();
        for (Pending erasure : pending) {
            log.info("an interrupted erasure is taken up again");
            finish(new Caller(erasure.ownerId(), erasure.actor(), Set.of()), erasure.phone());
        }
    }

    private record Pending(long ownerId, long phone, String actor) {}

    private Set<Long> begin(Connection connection, Caller caller, long phone) throws SQLException {
        long owner = caller.ownerId();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        PersonLock.take(connection, owner, phone);
        jdbc.sql(
                        "insert into erasure (owner_id, phone, actor, requested_at) values (?, ?, ?, ?) on conflict do nothing")
                .params(owner, phone, caller.actor(), now)
                .update();
        jdbc.sql("delete from opt_out where owner_id = ? and phone = ?")
                .params(owner, phone)
                .update();
        jdbc.sql("""
                insert into opt_out (owner_id, phone_hash, source, at) values (?, suppression_hash(?), 'erasure', ?)
                on conflict (owner_id, phone_hash) where phone_hash is not null do nothing
                """).params(owner, phone, now).update();
        return messages.skipWaiting(connection, owner, List.of(phone), EndReason.ERASED);
    }

    private void finish(Caller caller, long phone) {
        transactions.in(connection -> {
            PersonLock.take(connection, caller.ownerId(), phone);
            Map<String, Integer> counts = scrubbing.scrub(caller.ownerId(), phone);
            jdbc.sql("delete from erasure where owner_id = ? and phone = ?")
                    .params(caller.ownerId(), phone)
                    .update();
            audit.record(caller, "contact.erase", "contact", counts);
            events.append(Event.contact(clock.instant(), caller.ownerId(), "erased", null, null));
            return counts;
        });
    }
}
