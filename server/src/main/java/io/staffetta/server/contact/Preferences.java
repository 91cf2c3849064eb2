package io.staffetta.server.contact;

import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people themselves say about being written to: by a word, or through WhatsApp. The latest of their wishes holds, in
 * whatever order they arrive; the wish of somebody without a phone holds as soon as the phone is known.
 */
@Component
class Preferences {

    private final JdbcClient jdbc;
    private final OptingOut optingOut;
    private final EventLog events;
    private final Clock clock;

    Preferences(JdbcClient jdbc, OptingOut optingOut, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.optingOut = optingOut;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Takes down that somebody does not want messages, in the transaction of whoever holds the person's lock.
     *
     * @param key as in {@link Identities.Known}
     * @param at when it was said, for the order of wishes
     * @return lanes where something waited for them
     */
    Set<Long> out(Connection connection, long ownerId, long key, Instant at, OptingOut.Source source)
            throws SQLException {
        if (!latest(ownerId, key, at, true) || key < 0) {
            return Set.of();
        }
        return optingOut.of(connection, ownerId, Set.of(key), source).lanes();
    }

    /** Takes down that somebody wants messages again: lifts what the person said, not what the user took down. */
    void in(long ownerId, long sessionPk, long key, Instant at) {
        if (!latest(ownerId, key, at, false) || key < 0) {
            return;
        }
        int lifted = jdbc.sql(
                        "delete from opt_out where owner_id = ? and phone = ? and source in ('reply', 'preference')")
                .params(ownerId, key)
                .update();
        if (lifted > 0) {
            events.append(Event.contact(clock.instant(), ownerId, "opted_in", sessionPk, null));
        }
    }

    /** Somebody's phone has become known: their wish from before holds for it. */
    Set<Long> adopt(Connection connection, long ownerId, long sessionPk, Identities.Known person) throws SQLException {
        Set<Long> lanes = new HashSet<>();
        for (long former : person.former()) {
            boolean wasOut = jdbc.sql("delete from preference where owner_id = ? and phone = ? returning wants_out")
                    .params(ownerId, former)
                    .query(Boolean.class)
                    .optional()
                    .orElse(false);
            if (wasOut) {
                lanes.addAll(out(
                        connection,
                        ownerId,
                        person.key(),
                        clock.instant(),
                        new OptingOut.Source("preference", null, sessionPk)));
            }
        }
        return lanes;
    }

    private boolean latest(long ownerId, long key, Instant at, boolean out) {
        Instant now = clock.instant();
        // Nothing is said in the future; a clock that is ahead must not keep later wishes down.
        Instant said = at.isAfter(now) || at.isBefore(Instant.EPOCH) ? now : at;
        return jdbc.sql("""
                insert into preference (owner_id, phone, wants_out, at) values (?, ?, ?, ?)
                on conflict (owner_id, phone) do update set wants_out = excluded.wants_out, at = excluded.at
                    where preference.at <= excluded.at
                """)
                        .params(ownerId, key, out, said.atOffset(ZoneOffset.UTC))
                        .update()
                > 0;
    }
}
