package io.staffetta.core.pacing;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that limits, waits and hours count in. Real sessions live in real time; simulated ones in the simulator's
 * time, which may run faster and be set.
 */
public interface BusinessTime {

    /** The business time of a session now. */
    Instant now(boolean simulated);

    /** How long to really wait until that much business time has passed; never negative. */
    Duration real(boolean simulated, Duration business);

    /** How much business time passes at the pace of now while this real time does. */
    default Duration passing(boolean simulated, Duration real) {
        long hourInReal = Math.max(1, real(simulated, Duration.ofHours(1)).toNanos());
        double pace = (double) Duration.ofHours(1).toNanos() / hourInReal;
        return Duration.ofNanos(Math.round((double) real.toNanos() * pace));
    }
}
