package io.staffetta.server.contact;

import io.staffetta.core.contact.OptOutWords;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.LaneHint;
import io.staffetta.server.queue.PersonLock;
import io.staffetta.server.queue.PersonsMessages;
import io.staffetta.server.queue.Transactions;
import io.staffetta.server.session.InboundListener;
import io.staffetta.server.storage.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people write. A message is kept once, and everything that follows from it happens in the same transaction: the
 * person counts as known, follow-ups that wait for no answer end, and a word that says stop stops.
 */
@Component
class InboundMessages implements InboundListener {

    private static final Logger log = LoggerFactory.getLogger(InboundMessages.class);
    private static final long LARGEST_PHONE = 999_999_999_999_999L;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final OptingOut optingOut;
    private final PersonsMessages messages;
    private final EventLog events;
    private final Clock clock;
    private final LaneHint hint;

    InboundMessages(
            Transactions transactions,
            JdbcClient jdbc,
            OptingOut optingOut,
            PersonsMessages messages,
            EventLog events,
            Clock clock,
            LaneHint hint) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.optingOut = optingOut;
        this.messages = messages;
        this.events = events;
        this.clock = clock;
        this.hint = hint;
    }

    /** Takes a message down; one that came before changes nothing. Waits while the database is away for a moment. */
    @Override
    public void received(long ownerId, long sessionPk, EngineEvent.Inbound message) {
        if (message.phone() < 1 || message.phone() > LARGEST_PHONE) {
            log.warn("session {}: a message from nobody is ignored", sessionPk);
            return;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                transactions
                        .in(connection -> take(connection, ownerId, sessionPk, message))
                        .forEach(hint::changed);
                return;
            } catch (RuntimeException e) {
                if (!SqlFailure.passes(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private Set<Long> take(Connection connection, long ownerId, long sessionPk, EngineEvent.Inbound message)
            throws SQLException {
        long phone = message.phone();
        String text = InboundText.clean(message.text());
        PersonLock.take(connection, ownerId, phone);
        Instant now = clock.instant();
        Optional<Long> id = keep(ownerId, sessionPk, message, text, now);
        if (id.isEmpty()) {
            return Set.of();
        }
        know(ownerId, phone, now);
        events.append(Event.contact(now, ownerId, "wrote", sessionPk, "{\"inboundId\":" + id.get() + "}"));
        Set<Long> lanes = new HashSet<>();
        Optional<OptOutWords.Found> wish = OptOutWords.read(text);
        if (wish.isPresent()) {
            lanes.addAll(obey(connection, ownerId, sessionPk, phone, wish.get()));
        }
        // Only then: who opted out is not to be told as one who merely answered.
        lanes.addAll(messages.skipAnswered(connection, ownerId, phone, now));
        return lanes;
    }

    private Set<Long> obey(Connection connection, long ownerId, long sessionPk, long phone, OptOutWords.Found wish)
            throws SQLException {
        return switch (wish.wish()) {
            case OUT ->
                optingOut
                        .of(connection, ownerId, Set.of(phone), new OptingOut.Source("reply", wish.word(), sessionPk))
                        .lanes();
            case IN -> {
                comeBack(ownerId, sessionPk, phone);
                yield Set.of();
            }
        };
    }

    /** Who left by a word of their own comes back by one; what the user took down only the user lifts. */
    private void comeBack(long ownerId, long sessionPk, long phone) {
        int lifted = jdbc.sql("delete from opt_out where owner_id = ? and phone = ? and source = 'reply'")
                .params(ownerId, phone)
                .update();
        if (lifted > 0) {
            events.append(Event.contact(clock.instant(), ownerId, "opted_in", sessionPk, null));
        }
    }

    private Optional<Long> keep(long ownerId, long sessionPk, EngineEvent.Inbound message, String text, Instant now) {
        boolean plausible =
                message.at().isAfter(Instant.EPOCH) && message.at().isBefore(now.plus(Duration.ofDays(36_500)));
        return jdbc.sql("""
                insert into inbound_message (owner_id, session_pk, source_id, phone, text, at, received_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict (session_pk, source_id) do nothing returning id
                """)
                .params(
                        ownerId,
                        sessionPk,
                        InboundText.id(message.sourceId()),
                        message.phone(),
                        text,
                        utc(plausible ? message.at() : now),
                        utc(now))
                .query(Long.class)
                .optional();
    }

    private void know(long ownerId, long phone, Instant now) {
        jdbc.sql("""
                insert into contact (owner_id, phone, last_inbound_at, created_at) values (?, ?, ?, ?)
                on conflict (owner_id, phone) do update set last_inbound_at = excluded.last_inbound_at
                """).params(ownerId, phone, utc(now), utc(now)).update();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
