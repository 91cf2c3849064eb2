package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.queue.DirectLanes.DirectLane;
import io.staffetta.server.queue.Suppression.Person;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch of direct messages: each with its event and, where it has one, its idempotency key. Holds the lanes, so
 * that a session deleted meanwhile either cancels a message or refuses it. Writing the same items again changes nothing.
 */
final class Enqueuing {

    static final String OPEN_LANES = """
            select id from lane where id = any(?) and status <> 'closed' order by id for key share
            """;

    private static final String INSERT = """
            with made as (
                insert into message (id, owner_id, lane_id, phone, body, content, kind, resend_uncertain, expires_at, state,
                    reason, due_at, created_at, updated_at)
                select b.id, b.owner_id, b.lane_id, b.phone, b.body, b.content::jsonb, b.kind, b.resend, b.expires_at, 'queued',
                    case when b.later then 'scheduled' else 'new' end, b.due_at, ?, ?
                from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::boolean[],
                    ?::timestamptz[], ?::timestamptz[], ?::boolean[])
                    as b(id, owner_id, lane_id, phone, body, content, kind, resend, expires_at, due_at, later)
                on conflict (id) do nothing
                returning id, owner_id, lane_id, reason, due_at, created_at
            )
            insert into message_event (at, owner_id, kind, phase, message_id, session_pk, lane_id, reason, next_at)
            select m.created_at, m.owner_id, 'message', 'queued', m.id, l.session_pk, m.lane_id, m.reason,
                case when m.reason = 'scheduled' then m.due_at end
            from made m join lane l on l.id = m.lane_id
            """;

    private final Clock clock;
    private final EnqueuedKeys keys = new EnqueuedKeys();

    Enqueuing(Clock clock) {
        this.clock = clock;
    }

    /** A message with its place, read and checked. */
    record Item(
            long id,
            DirectLane lane,
            DirectMessage message,
            long phone,
            Instant dueAt,
            boolean later,
            @Nullable Instant expiresAt,
            @Nullable IdempotencyKey key) {}

    /** What became of an item. */
    sealed interface Answer {

        /** It waits in the queue. */
        record Queued(long id) implements Answer {}

        /** An earlier request had the same key; this was its answer. */
        record Before(String response) implements Answer {}

        /** It was not queued. */
        record Refused(Problem problem) implements Answer {}
    }

    List<Answer> write(Connection connection, List<Item> items) throws SQLException {
        @Nullable Answer[] answers = new @Nullable Answer[items.size()];
        refuse(connection, items, answers);
        Instant now = clock.instant();
        keys.take(connection, items, answers, now);
        List<Item> going = new ArrayList<>();
        List<Answer> all = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            Answer answer = answers[i];
            if (answer == null) {
                going.add(items.get(i));
                answer = new Answer.Queued(items.get(i).id());
            }
            all.add(answer);
        }
        if (!going.isEmpty()) {
            insert(connection, going, now);
        }
        return all;
    }

    private static void refuse(Connection connection, List<Item> items, @Nullable Answer[] answers)
            throws SQLException {
        List<Long> laneIds =
                items.stream().map(item -> item.lane().id()).distinct().sorted().toList();
        Set<Long> open = Set.copyOf(Rows.query(
                connection, OPEN_LANES, row -> row.getLong(1), Rows.column(connection, "bigint", laneIds, id -> id)));
        Set<Person> suppressed = Suppression.suppressed(
                connection, items.stream().map(Enqueuing::person).distinct().toList());
        for (int i = 0; i < answers.length; i++) {
            Item item = items.get(i);
            if (!open.contains(item.lane().id())) {
                answers[i] = new Answer.Refused(DirectLanes.unknown());
            } else if (suppressed.contains(person(item))) {
                answers[i] = new Answer.Refused(
                        new Problem(Problem.Kind.CONFLICT, "opted_out", "The recipient does not want messages."));
            }
        }
    }

    private static Person person(Item item) {
        return new Person(item.message().ownerId(), item.phone());
    }

    private static void insert(Connection connection, List<Item> items, Instant now) throws SQLException {
        Rows.update(
                connection,
                INSERT,
                now,
                now,
                Rows.column(connection, "bigint", items, Item::id),
                Rows.column(connection, "bigint", items, i -> i.message().ownerId()),
                Rows.column(connection, "bigint", items, i -> i.lane().id()),
                Rows.column(connection, "bigint", items, Item::phone),
                Rows.column(connection, "text", items, i -> i.message().text()),
                Rows.column(
                        connection, "text", items, i -> i.message().content().column()),
                Rows.column(connection, "text", items, i -> i.message().kind().code()),
                Rows.column(connection, "boolean", items, i -> i.message().resendUncertain()),
                Rows.column(connection, "text", items, Item::expiresAt),
                Rows.column(connection, "text", items, Item::dueAt),
                Rows.column(connection, "boolean", items, Item::later));
    }
}
