package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.queue.Enqueuing.Answer;
import io.staffetta.server.queue.Enqueuing.Item;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of a batch of messages, stored in the transaction of the messages. Of several requests with one
 * key, one wins; the others get its answer.
 */
final class EnqueuedKeys {

    static final int STATUS = 202;

    private static final Duration KEEPS = Duration.ofHours(24);

    private static final String TAKE = """
            insert into idempotency_key as k (owner_id, route, key, body_hash, status, response, created_at)
            select b.owner_id, b.route, b.key, decode(b.hash, 'hex'), ?, b.response, ?
            from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                as b(owner_id, route, key, hash, response)
            on conflict (owner_id, route, key) do update
            set body_hash = excluded.body_hash, status = excluded.status, response = excluded.response,
                created_at = excluded.created_at
            where k.created_at < ?
            """;

    private static final String HOLDS = """
            select k.owner_id, k.route, k.key, encode(k.body_hash, 'hex') as hash, k.response
            from unnest(?::bigint[], ?::text[], ?::text[]) as b(owner_id, route, key)
            join idempotency_key k on k.owner_id = b.owner_id and k.route = b.route and k.key = b.key
            """;

    private record Name(long ownerId, String route, String key) {
        static Name of(IdempotencyKey key) {
            return new Name(key.ownerId(), key.route(), key.key());
        }
    }

    private record Held(String hash, @Nullable String response) {}

    /** Stores the keys of what is not answered yet, and answers those that somebody else was faster with. */
    void take(Connection connection, List<Item> items, @Nullable Answer[] answers, Instant now) throws SQLException {
        Map<Name, Item> first = new LinkedHashMap<>();
        for (int i = 0; i < answers.length; i++) {
            IdempotencyKey key = items.get(i).key();
            if (answers[i] == null && key != null) {
                first.putIfAbsent(Name.of(key), items.get(i));
            }
        }
        if (first.isEmpty()) {
            return;
        }
        List<Item> taking = new ArrayList<>(first.values());
        taking.sort(Comparator.comparing(item -> key(item).key()));
        insert(connection, taking, now);
        Map<Name, Held> held = held(connection, taking);
        for (int i = 0; i < answers.length; i++) {
            Item item = items.get(i);
            if (answers[i] == null && item.key() != null) {
                answers[i] = answer(item, Objects.requireNonNull(held.get(Name.of(key(item)))));
            }
        }
    }

    private static @Nullable Answer answer(Item item, Held held) {
        if (!held.hash().equals(key(item).bodyHash())) {
            return new Answer.Refused(new Problem(
                    Problem.Kind.UNPROCESSABLE,
                    "idempotency_mismatch",
                    "This Idempotency-Key came with another body before"));
        }
        String response = held.response();
        if (response == null) {
            return new Answer.Refused(new Problem(
                    Problem.Kind.CONFLICT,
                    "idempotency_in_progress",
                    "The first request with this Idempotency-Key is still being worked on",
                    Map.of("retryAfter", 1)));
        }
        return response.equals(response(item)) ? null : new Answer.Before(response);
    }

    private static void insert(Connection connection, List<Item> items, Instant now) throws SQLException {
        Rows.update(
                connection,
                TAKE,
                STATUS,
                now,
                Rows.column(connection, "bigint", items, item -> key(item).ownerId()),
                Rows.column(connection, "text", items, item -> key(item).route()),
                Rows.column(connection, "text", items, item -> key(item).key()),
                Rows.column(connection, "text", items, item -> key(item).bodyHash()),
                Rows.column(connection, "text", items, EnqueuedKeys::response),
                now.minus(KEEPS));
    }

    private static Map<Name, Held> held(Connection connection, List<Item> items) throws SQLException {
        Map<Name, Held> held = new HashMap<>();
        Rows.query(
                connection,
                HOLDS,
                row -> held.put(
                        new Name(row.getLong("owner_id"), row.getString("route"), row.getString("key")),
                        new Held(row.getString("hash"), row.getString("response"))),
                Rows.column(connection, "bigint", items, item -> key(item).ownerId()),
                Rows.column(connection, "text", items, item -> key(item).route()),
                Rows.column(connection, "text", items, item -> key(item).key()));
        return held;
    }

    private static String response(Item item) {
        return "{\"id\":" + item.id() + ",\"status\":\"queued\"}";
    }

    private static IdempotencyKey key(Item item) {
        return Objects.requireNonNull(item.key());
    }
}
