package io.staffetta.core.pacing;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How long a person would take before a message leaves: looks at the chat, waits 2 to 4 seconds, types at 200 to 260
 * characters a minute, but never shorter than one second nor longer than twenty.
 */
public final class HumanRhythm {

    private static final Delay WAIT = new Delay(Duration.ofSeconds(2), Duration.ofSeconds(4));
    private static final int SLOWEST_PER_MINUTE = 200;
    private static final int FASTEST_PER_MINUTE = 260;
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 20_000;

    private final RandomGenerator random;

    /** Draws from this generator; as thread-safe as the generator is. */
    public HumanRhythm(RandomGenerator random) {
        this.random = random;
    }

    /**
     * One message's rhythm.
     *
     * @param pause between seen and typing
     * @param typing between the start of typing and the send
     */
    public record Rhythm(Duration pause, Duration typing) {

        /** From seen to the send. */
        public Duration total() {
            return pause.plus(typing);
        }
    }

    /** The rhythm for a text of this many characters. */
    public Rhythm draw(int characters) {
        int perMinute = random.nextInt(SLOWEST_PER_MINUTE, FASTEST_PER_MINUTE + 1);
        return new Rhythm(WAIT.draw(random), typing(characters, perMinute));
    }

    /** What {@link Rhythm#total()} is in the long run, for estimates. */
    public static Duration mean(int characters) {
        return WAIT.mean().plus(millis(speeds(characters).average().orElseThrow()));
    }

    /** The standard deviation of {@link Rhythm#total()}. */
    public static Duration deviation(int characters) {
        double mean = speeds(characters).average().orElseThrow();
        double variance = speeds(characters)
                .map(typing -> (typing - mean) * (typing - mean))
                .average()
                .orElseThrow();
        return together(WAIT.deviation(), millis(Math.sqrt(variance)));
    }

    /** How long typing takes at each speed, in milliseconds; all are equally likely. */
    private static DoubleStream speeds(int characters) {
        return IntStream.rangeClosed(SLOWEST_PER_MINUTE, FASTEST_PER_MINUTE)
                .mapToDouble(perMinute -> (double) typing(characters, perMinute).toMillis());
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1_000_000));
    }

    /** The standard deviation of the sum of two independent durations that have these. */
    public static Duration together(Duration one, Duration other) {
        return Duration.ofNanos(Math.round(Math.hypot((double) one.toNanos(), (double) other.toNanos())));
    }

    private static Duration typing(int characters, int perMinute) {
        return Duration.ofMillis(Math.clamp(characters * 60_000L / perMinute, SHORTEST_MILLIS, LONGEST_MILLIS));
    }
}
