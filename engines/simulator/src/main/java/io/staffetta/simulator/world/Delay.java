package io.staffetta.simulator.world;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long something takes in the simulator's time: evenly spread from {@code min} to {@code max}. */
public record Delay(Duration min, Duration max) {

    private static final Duration LONGEST = Duration.ofDays(30);

    /** Takes no time. */
    public static final Delay NONE = new Delay(Duration.ZERO, Duration.ZERO);

    /** Refuses negative delays, those above 30 days, and {@code min} above {@code max}. */
    public Delay {
        if (min.isNegative() || max.compareTo(min) < 0 || max.compareTo(LONGEST) > 0) {
            throw new Problem(Problem.Kind.INVALID, "invalid_delay", "A delay is 0 <= min <= max <= 30 days");
        }
    }

    /** From one number of milliseconds to another. */
    public static Delay ofMillis(long min, long max) {
        return new Delay(Duration.ofMillis(min), Duration.ofMillis(max));
    }

    Duration draw(RandomGenerator random) {
        long spread = max.minus(min).toNanos();
        return spread == 0 ? min : min.plusNanos(random.nextLong(spread + 1));
    }
}
