package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Remembers answers by {@code Idempotency-Key} for a day. Two ways: {@link #find} and {@link #store} within the
 * transaction of the work, where nothing can come between; and {@link #begin} and {@link #finish} around it, where a crash
 * in between lets the request run again after a minute.
 */
@Component
public class Idempotency {

    private static final Duration KEEPS = Duration.ofHours(24);
    private static final Duration GIVES_UP_AFTER = Duration.ofMinutes(1);
    private static final Duration CLEARS_EVERY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicReference<Instant> cleared = new AtomicReference<>(Instant.MIN);

    /** Keeps the keys with this client, at this clock's (real) time. */
    public Idempotency(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An answer as it went out the first time. */
    public record StoredAnswer(int status, String body) {}

    /**
     * The answer that this key got before.
     *
     * @return empty if the key is new
     * @throws Problem {@code idempotency_mismatch} if it came with another body, {@code idempotency_in_progress} if its
     *     request is being worked on right now
     */
    public Optional<StoredAnswer> find(IdempotencyKey key) {
        return read(key).flatMap(row -> answer(key, row));
    }

    /**
     * Stores an answer in the transaction of the work that it is about. Waits for another transaction that is storing the
     * same key.
     *
     * @throws Problem {@code idempotency_in_progress} if somebody else was faster: let the work be rolled back; the
     *     repeated request finds the other's answer
     */
    public void store(IdempotencyKey key, StoredAnswer answer) {
        clear();
        if (insert(key, answer) == 0) {
            throw inProgress();
        }
    }

    /**
     * Reserves a key before the work. Commits on its own unless a transaction is open.
     *
     * @return the answer it got before, or empty: then do the work, and {@link #finish} or {@link #release}
     * @throws Problem as {@link #find}
     */
    public Optional<StoredAnswer> begin(IdempotencyKey key) {
        clear();
        if (insert(key, null) == 1) {
            return Optional.empty();
        }
        return read(key).flatMap(row -> answer(key, row));
    }

    /** Stores the answer for a key that {@link #begin} reserved. */
    public void finish(IdempotencyKey key, StoredAnswer answer) {
        jdbc.sql("""
                update idempotency_key set status = :status, response = :response
                where owner_id = :owner and route = :route and key = :key
                """)
                .param("status", answer.status())
                .param("response", answer.body())
                .param("owner", key.ownerId())
                .param("route", key.route())
                .param("key", key.key())
                .update();
    }

    /** Gives back a key that {@link #begin} reserved: nothing was done. */
    public void release(IdempotencyKey key) {
        jdbc.sql("""
                delete from idempotency_key
                where owner_id = :owner and route = :route and key = :key and status is null
                """)
                .param("owner", key.ownerId())
                .param("route", key.route())
                .param("key", key.key())
                .update();
    }

    /** Takes the key if it is new, expired, or was left behind by a crash. */
    private int insert(IdempotencyKey key, @Nullable StoredAnswer answer) {
        Instant now = clock.instant();
        return jdbc.sql("""
                insert into idempotency_key as k (owner_id, route, key, body_hash, status, response, created_at)
                values (:owner, :route, :key, :hash, :status, :response, :now)
                on conflict (owner_id, route, key) do update
                set body_hash = excluded.body_hash, status = excluded.status, response = excluded.response,
                    created_at = excluded.created_at
                where k.created_at < :expired
                   or k.status is null and k.created_at < :abandoned and k.body_hash = excluded.body_hash
                """)
                .param("owner", key.ownerId())
                .param("route", key.route())
                .param("key", key.key())
                .param("hash", HexFormat.of().parseHex(key.bodyHash()))
                .param("status", answer == null ? null : answer.status())
                .param("response", answer == null ? null : answer.body())
                .param("now", utc(now))
                .param("expired", utc(now.minus(KEEPS)))
                .param("abandoned", utc(now.minus(GIVES_UP_AFTER)))
                .update();
    }

    private Optional<Row> read(IdempotencyKey key) {
        return jdbc.sql("""
                select encode(body_hash, 'hex') as body_hash, status, response
                from idempotency_key
                where owner_id = :owner and route = :route and key = :key and created_at >= :oldest
                """)
                .param("owner", key.ownerId())
                .param("route", key.route())
                .param("key", key.key())
                .param("oldest", utc(clock.instant().minus(KEEPS)))
                .query((row, _) -> new Row(
                        row.getString("body_hash"), row.getObject("status", Integer.class), row.getString("response")))
                .optional();
    }

    private static Optional<StoredAnswer> answer(IdempotencyKey key, Row row) {
        if (!row.bodyHash().equals(key.bodyHash())) {
            throw new Problem(
                    Problem.Kind.UNPROCESSABLE,
                    "idempotency_mismatch",
                    "This Idempotency-Key came with another body before");
        }
        if (row.status() == null) {
            throw inProgress();
        }
        return Optional.of(new StoredAnswer(row.status(), row.response() == null ? "" : row.response()));
    }

    private void clear() {
        Instant now = clock.instant();
        Instant last = cleared.get();
        if (last.isBefore(now.minus(CLEARS_EVERY)) && cleared.compareAndSet(last, now)) {
            jdbc.sql("delete from idempotency_key where created_at < ?")
                    .param(utc(now.minus(KEEPS)))
                    .update();
        }
    }

    private static Problem inProgress() {
        return new Problem(
                Problem.Kind.CONFLICT,
                "idempotency_in_progress",
                "The first request with this Idempotency-Key is still being worked on",
                Map.of("retryAfter", 1));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private record Row(
            String bodyHash,
            @Nullable Integer status,
            @Nullable String response) {}
}
