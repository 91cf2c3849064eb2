package io.staffetta.server.contact;

import io.staffetta.core.message.EndReason;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.PersonsMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an opt-out does, in the transaction of whoever takes it down and holds the people's locks: it is kept, and what
 * waits for these people ends. Once that is committed nothing to them can be marked as sending.
 */
@Component
class OptingOut {

    private final JdbcClient jdbc;
    private final PersonsMessages messages;
    private final EventLog events;
    private final Clock clock;

    OptingOut(JdbcClient jdbc, PersonsMessages messages, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What it did.
     *
     * @param added how many had not opted out before
     * @param lanes where something waited for them
     */
    record Done(int added, Set<Long> lanes) {}

    /** Where an opt-out comes from. */
    record Source(
            String name, @Nullable String word, @Nullable Long sessionPk) {}

    Done of(Connection connection, long ownerId, Collection<Long> phones, Source source) throws SQLException {
        Instant now = clock.instant();
        List<Long> added = insert(ownerId, phones, source, now);
        Set<Long> lanes = messages.skipWaiting(connection, ownerId, phones, EndReason.OPTED_OUT);
        for (long id : added) {
            events.append(Event.contact(now, ownerId, "opted_out", source.sessionPk(), "{\"optOutId\":" + id + "}"));
        }
        return new Done(added.size(), lanes);
    }

    /** People who were erased are known by their hash: their number is not kept again. */
    private List<Long> insert(long ownerId, Collection<Long> phones, Source source, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                insert into opt_out (owner_id, phone, source, word, at)
                select :owner, p.phone, :source, :word, :at from unnest(:phones::bigint[]) as p(phone)
                where not exists (select 1 from opt_out o
                    where o.owner_id = :owner and o.phone_hash = suppression_hash(p.phone))
                on conflict (owner_id, phone) where phone is not null do nothing
                returning id
                """)
                .param("owner", ownerId)
                .param("source", source.name())
                .param("word", source.word())
                .param("at", at)
                .param("phones", List.copyOf(phones).toArray(Long[]::new))
                .query((row, n) -> row.getLong(1))
                .list();
    }
}
