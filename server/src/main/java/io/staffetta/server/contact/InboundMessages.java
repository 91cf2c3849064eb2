package io.staffetta.server.contact;

import io.staffetta.core.contact.OptOutWords;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Person;
import io.staffetta.server.queue.CampaignReplies;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.LaneHint;
import io.staffetta.server.queue.PersonsMessages;
import io.staffetta.server.queue.RecipientNames;
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
 * person counts as known and as one who answered, follow-ups that wait for no answer end, and a word that says stop stops.
 */
@Component
class InboundMessages implements InboundListener {

    private static final Logger log = LoggerFactory.getLogger(InboundMessages.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Identities identities;
    private final Preferences preferences;
    private final PersonsMessages messages;
    private final CampaignReplies replies;
    private final RecipientNames names;
    private final EventLog events;
    private final Clock clock;
    private final LaneHint hint;

    InboundMessages(
            Transactions transactions,
            JdbcClient jdbc,
            Identities identities,
            Preferences preferences,
            PersonsMessages messages,
            CampaignReplies replies,
            RecipientNames names,
            EventLog events,
            Clock clock,
            LaneHint hint) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.identities = identities;
        this.preferences = preferences;
        this.messages = messages;
        this.replies = replies;
        this.names = names;
        this.events = events;
        this.clock = clock;
        this.hint = hint;
    }

    /** Takes down what was heard; what came before changes nothing. Waits while the database is away for a moment. */
    @Override
    public void heard(long ownerId, long sessionPk, EngineEvent event) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                transactions
                        .in(connection -> take(connection, ownerId, sessionPk, event))
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

    private Set<Long> take(Connection connection, long ownerId, long sessionPk, EngineEvent event) throws SQLException {
        Person person = person(event);
        Identities.Known who = identities.resolve(connection, ownerId, person);
        if (who.key() == 0) {
            log.warn("session {}: word of nobody is ignored", sessionPk);
            return Set.of();
        }
        Set<Long> lanes = new HashSet<>(preferences.adopt(connection, ownerId, sessionPk, who));
        switch (event) {
            case EngineEvent.Inbound message -> lanes.addAll(wrote(connection, ownerId, sessionPk, who.key(), message));
            case EngineEvent.OptedOut out ->
                lanes.addAll(preferences.out(
                        connection, ownerId, who.key(), out.at(), new OptingOut.Source("preference", null, sessionPk)));
            case EngineEvent.OptedIn in -> preferences.in(ownerId, sessionPk, who.key(), in.at());
            default -> {}
        }
        return lanes;
    }

    private static Person person(EngineEvent event) {
        return switch (event) {
            case EngineEvent.Inbound message -> message.person();
            case EngineEvent.OptedOut out -> out.person();
            case EngineEvent.OptedIn in -> in.person();
            case EngineEvent.PersonKnown known -> known.person();
            default -> throw new IllegalArgumentException(event.getClass().getSimpleName() + " is not about a person");
        };
    }

    private Set<Long> wrote(Connection connection, long ownerId, long sessionPk, long key, EngineEvent.Inbound message)
            throws SQLException {
        String text = InboundText.clean(message.text());
        Instant now = clock.instant();
        Optional<Long> id = keep(ownerId, sessionPk, key, message, text, now);
        if (id.isEmpty()) {
            return Set.of();
        }
        Set<Long> lanes = new HashSet<>();
        // A sign beneath a message is not an answer.
        boolean answer = message.kind() != EngineEvent.Inbound.Kind.REACTION;
        if (key > 0) {
            know(ownerId, key, now);
        }
        events.append(Event.contact(now, ownerId, "wrote", sessionPk, "{\"inboundId\":" + id.get() + "}"));
        Optional<OptOutWords.Found> wish = answer ? OptOutWords.read(text) : Optional.empty();
        if (wish.isPresent()) {
            lanes.addAll(obey(connection, ownerId, sessionPk, key, wish.get()));
        }
        // Only then: who opted out is not to be told as one who merely answered.
        if (key > 0 && answer) {
            replies.note(connection, new CampaignReplies.Heard(id.get(), ownerId, sessionPk, key, now));
            lanes.addAll(messages.skipAnswered(connection, ownerId, key, now));
        }
        return lanes;
    }

    /** By the order in which they arrive: words carry the sender's clock. */
    private Set<Long> obey(Connection connection, long ownerId, long sessionPk, long key, OptOutWords.Found wish)
            throws SQLException {
        Instant now = clock.instant();
        return switch (wish.wish()) {
            case OUT ->
                preferences.out(connection, ownerId, key, now, new OptingOut.Source("reply", wish.word(), sessionPk));
            case IN -> {
                preferences.in(ownerId, sessionPk, key, now);
                yield Set.of();
            }
        };
    }

    private Optional<Long> keep(
            long ownerId, long sessionPk, long key, EngineEvent.Inbound message, String text, Instant now) {
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
                        key,
                        text,
                        utc(plausible ? message.at() : now),
                        utc(now))
                .query(Long.class)
                .optional();
    }

    /** Whose name nobody gave is called what the file said that they were written to from. */
    private void know(long ownerId, long phone, Instant now) {
        boolean named = jdbc.sql("""
                insert into contact (owner_id, phone, last_inbound_at, created_at) values (?, ?, ?, ?)
                on conflict (owner_id, phone) do update set last_inbound_at = excluded.last_inbound_at
                returning name is not null
                """)
                .params(ownerId, phone, utc(now), utc(now))
                .query(Boolean.class)
                .single();
        if (!named) {
            names.latest(ownerId, phone)
                    .ifPresent(name -> jdbc.sql("update contact set name = ? where owner_id = ? and phone = ?")
                            .params(name, ownerId, phone)
                            .update());
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
