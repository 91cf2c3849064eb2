package io.staffetta.server.session;

import io.staffetta.server.session.CalledSessions.Called;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a few seconds which sessions are called, so that a call costs no look-up. What this node changes holds at
 * once; what another node changes, after those seconds.
 */
final class CalledCache {

    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    /** Few installations have as many sessions; more are looked up again. */
    private static final int MOST = 10_000;

    private final LongSupplier generation;
    private final Map<Object, Known<?>> known = new ConcurrentHashMap<>();

    /**
     * Remembers until this moves.
     *
     * @param generation another value after every change
     */
    CalledCache(LongSupplier generation) {
        this.generation = generation;
    }

    private record Known<T>(T value, long readNanos, long generation) {}

    private record Accounts(long ownerId, String engine) {}

    /** What is not there is looked up every time: it may come at any moment. */
    Optional<Called> byToken(String token, Supplier<Optional<Called>> look) {
        return remembered(token, look);
    }

    Optional<Called> byKey(long sessionPk, Supplier<Optional<Called>> look) {
        return remembered(sessionPk, look);
    }

    /** By the names that calls use. */
    Map<String, Called> accounts(long ownerId, String engine, Supplier<List<Called>> look) {
        Accounts key = new Accounts(ownerId, engine);
        @SuppressWarnings("unchecked") // only this method keeps values under such keys
        Map<String, Called> fresh = (Map<String, Called>) value(key);
        if (fresh != null) {
            return fresh;
        }
        long before = generation.getAsLong();
        Map<String, Called> read = new HashMap<>();
        look.get().forEach(called -> called.account().ifPresent(name -> read.putIfAbsent(name, called)));
        keep(key, read, before);
        return read;
    }

    private Optional<Called> remembered(Object key, Supplier<Optional<Called>> look) {
        if (value(key) instanceof Called called) {
            return Optional.of(called);
        }
        long before = generation.getAsLong();
        Optional<Called> read = look.get();
        read.ifPresent(called -> keep(key, called, before));
        return read;
    }

    private @Nullable Object value(Object key) {
        Known<?> entry = known.get(key);
        if (entry == null
                || entry.generation() != generation.getAsLong()
                || System.nanoTime() - entry.readNanos() >= FRESH_NANOS) {
            return null;
        }
        return entry.value();
    }

    private void keep(Object key, Object value, long generationBefore) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(key, new Known<>(value, System.nanoTime(), generationBefore));
    }
}
