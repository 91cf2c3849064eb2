package io.staffetta.server.storage;

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
 * What takes long to read and is asked for by many at once. It holds for two seconds; then one of those who ask reads it anew,
 * while the others still get what there was, for three seconds more at most. If there is nothing the others wait a little.
 * What is quick to read is read each time. Thread-safe.
 *
 * @param <K> what it is read of
 * @param <V> what was read
 */
public final class SharedReads<K, V> {

    /** How long what was read holds. */
    public static final Duration HOLDS = Duration.ofSeconds(2);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int MOST_KEPT = 10_000;
    /** Who waits longer reads by itself: nobody depends on whether another is served. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private record Kept<V>(V value, long readAt) {}

    private final Predicate<V> takesLong;
    private final Ticker ticker;
    private final Cache<K, Kept<V>> kept;
    private final Cache<K, Boolean> takingLong =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * Keeps nothing yet.
     *
     * @param takesLong whether what was read shows that it took long
     */
    public SharedReads(Predicate<V> takesLong, Ticker ticker) {
        this.takesLong = takesLong;
        this.ticker = ticker;
        this.kept = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST_KEPT)
                .expireAfterWrite(LONGEST)
                .build();
    }

    /** What there is of these; {@code read} is asked for what has to be read. */
    public Map<K, V> of(Collection<K> keys, Function<Set<K>, Map<K, V>> read) {
        Map<K, V> known = new HashMap<>();
        Set<K> old = new HashSet<>();
        Set<K> missing = look(keys, known, old);
        boolean wanted = missing.stream().anyMatch(key -> takingLong.getIfPresent(key) != null);
        boolean mine = wanted ? awaitTurn() : !old.isEmpty() && turn.tryLock();
        try {
            if (mine) {
                old.clear();
                missing = look(keys, known, old);
                missing.addAll(old);
            }
            if (!missing.isEmpty()) {
                long begun = ticker.read();
                known.putAll(keep(read.apply(missing), begun));
            }
            return known;
        } finally {
            if (mine) {
                turn.unlock();
            }
        }
    }

    /** Adds what is kept, and which of it is no longer new; answers what is not kept. */
    private Set<K> look(Collection<K> keys, Map<K, V> known, Set<K> old) {
        Set<K> missing = new HashSet<>(keys);
        long now = ticker.read();
        kept.getAllPresent(keys).forEach((key, found) -> {
            missing.remove(key);
            known.put(key, found.value());
            if (now - found.readAt() >= HOLDS.toNanos()) {
                old.add(key);
            }
        });
        return missing;
    }

    private Map<K, V> keep(Map<K, V> read, long begun) {
        read.forEach((key, value) -> {
            if (takesLong.test(value)) {
                kept.put(key, new Kept<>(value, begun));
                takingLong.put(key, true);
            } else {
                kept.invalidate(key);
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
