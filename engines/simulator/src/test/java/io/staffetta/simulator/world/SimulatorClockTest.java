package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** A clock that runs fast and can be set. */
final class SimulatorClockTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private Instant realNow = START;
    private final SimulatorClock clock = new SimulatorClock(new HandSet(), 60);

    @Test
    void aSecondIsAMinute() {
        realNow = START.plusSeconds(2);

        assertThat(clock.now(true)).isEqualTo(START.plusSeconds(120));
        assertThat(clock.now(false)).isEqualTo(START.plusSeconds(2));
        assertThat(clock.real(true, Duration.ofMinutes(3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(clock.real(false, Duration.ofMinutes(3))).isEqualTo(Duration.ofMinutes(3));
        assertThat(clock.real(true, Duration.ofMinutes(-3))).isZero();
    }

    @Test
    void itCanBeSetAndGoesOnFromThere() {
        realNow = START.plusSeconds(2);
        clock.set(new ClockReading(START.plusSeconds(86_400), 1));
        realNow = START.plusSeconds(3);

        assertThat(clock.now(true)).isEqualTo(START.plusSeconds(86_401));
        assertThat(clock.reading()).isEqualTo(new ClockReading(START.plusSeconds(86_401), 1));
    }

    private final class HandSet extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return realNow;
        }
    }
}
