package io.staffetta.simulator.world;

import io.staffetta.core.pacing.BusinessTime;
import java.time.Duration;
import java.time.Instant;

/** Simulated time that passes only when a test says so. */
public final class ManualTime implements BusinessTime {

    private volatile Instant now = Instant.parse("2026-03-02T09:00:00Z");

    /** Lets time pass. */
    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant now(boolean simulated) {
        return now;
    }

    @Override
    public Duration real(boolean simulated, Duration business) {
        return business;
    }
}
