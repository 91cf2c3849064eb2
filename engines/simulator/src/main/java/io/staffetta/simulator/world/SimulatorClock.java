package io.staffetta.simulator.world;

import io.staffetta.core.pacing.BusinessTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Business time whose simulated side can be set and run faster than real time. Thread-safe. */
public final class SimulatorClock implements BusinessTime {

    private static final double NANOS = 1e9;

    private final Clock real;
    private volatile Anchor anchor;

    private record Anchor(Instant realTime, ClockReading reading) {}

    /** Starts at the real time and runs this many times as fast. */
    public SimulatorClock(Clock real, double factor) {
        this.real = real;
        Instant now = real.instant();
        this.anchor = new Anchor(now, new ClockReading(now, factor));
    }

    /** Sets the simulated time and its speed. A {@link World} has to be told: {@link World#follow}. */
    public void set(ClockReading reading) {
        anchor = new Anchor(real.instant(), reading);
    }

    /** What the simulated side shows now. */
    public ClockReading reading() {
        return new ClockReading(now(true), anchor.reading().factor());
    }

    @Override
    public Instant now(boolean simulated) {
        Instant realNow = real.instant();
        if (!simulated) {
            return realNow;
        }
        Anchor from = anchor;
        Duration passed = Duration.between(from.realTime(), realNow);
        return from.reading().now().plus(scaled(passed, from.reading().factor()));
    }

    @Override
    public Duration real(boolean simulated, Duration business) {
        if (business.isNegative()) {
            return Duration.ZERO;
        }
        return simulated ? scaled(business, 1 / anchor.reading().factor()) : business;
    }

    private static Duration scaled(Duration duration, double by) {
        if (by == 1) {
            return duration;
        }
        double seconds = (duration.getSeconds() + duration.getNano() / NANOS) * by;
        long whole = (long) Math.floor(seconds);
        return Duration.ofSeconds(whole, (long) ((seconds - whole) * NANOS));
    }
}
