package io.staffetta.server.queue;

import io.staffetta.core.pacing.BusinessTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved, serving as real and as business time. */
public final class MovingClock extends Clock implements BusinessTime {

    private volatile Instant now;

    /** Stands at this moment. */
    public MovingClock(Instant start) {
        now = start;
    }

    /** Moves on. */
    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant now(boolean simulated) {
        return now;
    }

    @Override
    public Duration real(boolean simulated, Duration business) {
        return business.isNegative() ? Duration.ZERO : business;
    }
}
