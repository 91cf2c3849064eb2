package io.staffetta.core.pacing;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A pause of random length, every length between the two equally likely.
 *
 * @param min the shortest, not negative
 * @param max the longest, at most {@link #LONGEST}
 */
public record Delay(Duration min, Duration max) {

    /** No pause may be longer: one day. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** Between any two messages of a campaign unless it says otherwise: one to three seconds. */
    public static final Delay BETWEEN_MESSAGES = new Delay(Duration.ofSeconds(1), Duration.ofSeconds(3));

    /** No pause at all. */
    public static final Delay NONE = new Delay(Duration.ZERO, Duration.ZERO);

    /**
     * A checked delay.
     *
     * @throws Problem {@code invalid_delay} if negative, upside down or longer than {@link #LONGEST}
     */
    public Delay {
        if (min.isNegative() || min.compareTo(max) > 0 || max.compareTo(LONGEST) > 0) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_delay",
                    "A delay needs 0 <= min <= max <= 24 hours, but has min " + min + " and max " + max + ".");
        }
    }

    /** One pause, in whole milliseconds where both ends are. */
    public Duration draw(RandomGenerator random) {
        return min.plusMillis(random.nextLong(max.minus(min).toMillis() + 1));
    }

    /** The pause in the long run. */
    public Duration mean() {
        return min.plus(max).dividedBy(2);
    }

    /** The standard deviation of one pause. */
    public Duration deviation() {
        return Duration.ofNanos(Math.round((double) max.minus(min).toNanos() / Math.sqrt(12)));
    }
}
