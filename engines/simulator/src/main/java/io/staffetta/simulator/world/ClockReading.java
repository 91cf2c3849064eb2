package io.staffetta.simulator.world;

import java.time.Instant;

/**
 * What the simulator's clock shows.
 *
 * @param now the simulator's time at this moment
 * @param factor how much faster than real time it runs; more than 0
 */
public record ClockReading(Instant now, double factor) {

    /** Refuses a clock that stands still or runs backwards. */
    public ClockReading {
        if (!(factor > 0) || factor > 1_000_000) {
            throw new IllegalArgumentException("the factor must be above 0 and at most 1,000,000");
        }
    }
}
