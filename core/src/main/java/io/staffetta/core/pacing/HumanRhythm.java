package io.staffetta.core.pacing;

import java.time.Duration;
import java.util.random.RandomGenerator;

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

    /** What {@link Rhythm#total()} is about in the long run, for estimates. */
    public static Duration mean(int characters) {
        return WAIT.mean().plus(typing(characters, (SLOWEST_PER_MINUTE + FASTEST_PER_MINUTE) / 2));
    }

    private static Duration typing(int characters, int perMinute) {
        return Duration.ofMillis(Math.clamp(characters * 60_000L / perMinute, SHORTEST_MILLIS, LONGEST_MILLIS));
    }
}
