package io.staffetta.server.queue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What takes long to read and is asked for by many at once: it holds for two seconds, and one of those who miss it reads it
 * while the others wait a little. What is quick to read is read each time. Thread-safe.
 *
 * @param <K> what it is read of
 * @param <V> what was read
 */
public final class Lately<K, V> {

    /** How long what was read holds. */
    public static final Duration HOLDS = Duration.ofSeconds(2);

    private static final int MOST_KEPT = 10_000;
    /** Who waits longer reads by itself: nobody depends on whether another is served. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Predicate<V> takesLong;
    private final Cache<K, V> kept;
    private final Cache<K, Boolean> takingLong =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * Keeps nothing yet.
     *
     * @param takesLong whether what was read shows that it took long
     */
    public Lately(Predicate<V> takesLong, Ticker ticker) {
        this.takesLong = takesLong;
        this.kept = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST_KEPT)
                .expireAfterWrite(HOLDS)
                .build();
    }

    /** What there is of these; {@code read} is asked for what has to be read. */
    public Map<K, V> of(Collection<K> keys, Function<Set<K>, Map<K, V>> read) {
        Map<K, V> known = new HashMap<>(kept.getAllPresent(keys));
        Set<K> missing = missing(keys, known);
        if (missing.isEmpty()) {
            return known;
        }
        boolean mine = missing.stream().anyMatch(key -> takingLong.getIfPresent(key) != null) && awaitTurn();
        try {
            if (mine) {
                known.putAll(kept.getAllPresent(missing));
                missing = missing(keys, known);
            }
            if (!missing.isEmpty()) {
                known.putAll(keep(read.apply(missing)));
            }
            return known;
        } finally {
            if (mine) {
                turn.unlock();
            }
        }
    }

    private static <K> Set<K> missing(Collection<K> keys, Map<K, ?> known) {
        Set<K> missing = new HashSet<>(keys);
        missing.removeAll(known.keySet());
        return missing;
    }

    private Map<K, V> keep(Map<K, V> read) {
        read.forEach((key, value) -> {
            if (takesLong.test(value)) {
                kept.put(key, value);
                takingLong.put(key, true);
            } else {
                takingLong.invalidate(key);
            }
        });
        return read;
    }

    private boolean awaitTurn() {
        try {
            return turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
