package io.staffetta.server.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers answers for a few seconds, so that the database is not asked at every request. What is forgotten is
 * forgotten at once: an answer that was being fetched meanwhile is not kept. Thread-safe.
 */
final class ShortMemory<K, V> {

    private static final int MOST_ENTRIES = 10_000;

    private final Duration keeps;
    private final Clock clock;
    private final Map<K, Entry<V>> entries = new HashMap<>();
    private long generation;

    ShortMemory(Duration keeps, Clock clock) {
        this.keeps = keeps;
        this.clock = clock;
    }

    /** The answer for this key, fetched where it is not remembered. That there is none is not remembered. */
    Optional<V> get(K key, Function<K, Optional<V>> fetch) {
        long before;
        synchronized (this) {
            Entry<V> entry = fresh(entries.get(key));
            if (entry != null) {
                return Optional.of(entry.value());
            }
            before = generation;
        }
        Optional<V> fetched = fetch.apply(key);
        fetched.ifPresent(value -> keep(key, value, before));
        return fetched;
    }

    /** Forgets everything. */
    synchronized void forget() {
        generation++;
        entries.clear();
    }

    private synchronized void keep(K key, V value, long fetchedIn) {
        if (fetchedIn != generation) {
            return;
        }
        if (entries.size() >= MOST_ENTRIES) {
            entries.clear();
        }
        entries.put(key, new Entry<>(value, clock.instant()));
    }

    private @Nullable Entry<V> fresh(@Nullable Entry<V> entry) {
        if (entry == null) {
            return null;
        }
        Duration age = Duration.between(entry.since(), clock.instant());
        return age.isNegative() || age.compareTo(keeps) >= 0 ? null : entry;
    }

    private record Entry<V>(V value, Instant since) {}
}
