package io.staffetta.core.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: 5 s the first time, then doubling with jitter up to 5 min. Forgets its
 * failures once the session was up for a minute, so that a connection that breaks at once does not start over at 5 s.
 *
 * @param failures drops since the session was last up for long enough
 */
public record ReconnectBackoff(int failures) {

    /** Nothing failed so far. */
    public static final ReconnectBackoff FRESH = new ReconnectBackoff(0);

    /** Nobody waits for longer. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration PROVEN = Duration.ofSeconds(60);
    private static final int DOUBLINGS = 6;

    /** One more drop. */
    public ReconnectBackoff dropped() {
        return failures < Integer.MAX_VALUE ? new ReconnectBackoff(failures + 1) : this;
    }

    /** After having been up for this long. */
    public ReconnectBackoff wasUp(Duration upFor) {
        return upFor.compareTo(PROVEN) < 0 ? this : FRESH;
    }

    /** How long to wait now, between 5 s and 5 min; exactly 5 s after the first drop. */
    public Duration delay(RandomGenerator random) {
        if (failures <= 1) {
            return FIRST;
        }
        long ceiling = Math.min(FIRST.toMillis() << Math.min(failures - 1, DOUBLINGS), LONGEST.toMillis());
        return Duration.ofMillis(random.nextLong(ceiling / 2, ceiling + 1));
    }
}
