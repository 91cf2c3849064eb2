package io.staffetta.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What busy numbers have sent in each minute of their day, so that a look at them reads only what is new: a number of
 * the Cloud API sends millions a day. Minutes that have been over for long are not read again. To the minute. Thread-safe.
 */
final class MinuteTally {

    /** What is counted in the database within milliseconds is counted anew each time, and exactly. */
    static final int BUSY = 10_000;

    /** By then everything that was sent in a minute is committed, and what did not leave was taken back. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final Map<Long, Past> numbers = new ConcurrentHashMap<>();

    /**
     * What is known of a number.
     *
     * @param from since when
     * @param settled up to when; the minutes from then on have to be read
     * @param minutes how many messages left in each, by its beginning
     */
    private record Past(Instant from, Instant settled, NavigableMap<Instant, Integer> minutes) {}

    /** A number turned out to be busy. */
    void add(long numberKey) {
        if (numbers.size() >= MOST) {
            numbers.clear();
        }
        numbers.putIfAbsent(numberKey, new Past(Instant.MAX, Instant.MIN, Collections.emptyNavigableMap()));
    }

    /** Whether a number is known to be busy. */
    boolean holds(long numberKey) {
        return numbers.containsKey(numberKey);
    }

    /** From when on a number's minutes have to be read, to know all since this time. */
    Instant unread(long numberKey, Instant since, Instant now) {
        Past past = numbers.get(numberKey);
        if (past == null || past.from.isAfter(since) || past.settled.isAfter(minute(now))) {
            return since;
        }
        return later(past.settled, since);
    }

    /**
     * Adds what was read of a number since {@link #unread}.
     *
     * @param since what has to be known
     * @param read by the minute's beginning
     * @return all since then
     */
    NavigableMap<Instant, Integer> add(
            long numberKey, Instant since, Instant unread, Instant now, Map<Instant, Integer> read) {
        NavigableMap<Instant, Integer> minutes = new TreeMap<>();
        Past past = numbers.get(numberKey);
        if (past != null && unread.isAfter(since)) {
            minutes.putAll(past.minutes.subMap(since, true, unread, false));
        }
        minutes.putAll(read);
        numbers.put(
                numberKey,
                new Past(
                        since,
                        later(since, minute(now.minus(SETTLED))),
                        Collections.unmodifiableNavigableMap(minutes)));
        return minutes;
    }

    /** How many left at this time or later; a minute counts as long as some of it is not before. */
    static int since(NavigableMap<Instant, Integer> minutes, Instant time) {
        return minutes.tailMap(time.minus(MINUTE), false).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The beginning of the minute. */
    static Instant minute(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
