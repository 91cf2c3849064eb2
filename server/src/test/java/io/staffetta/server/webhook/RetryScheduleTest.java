package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    private final RetrySchedule schedule = new RetrySchedule(new Random(7));

    @Test
    void eachWaitIsThatOfTheScheduleOrUpToATenthLonger() {
        for (int attempts = 1; attempts <= 7; attempts++) {
            Duration wait = RetrySchedule.WAITS.get(attempts - 1);
            assertThat(schedule.next(attempts, NOW, Optional.empty()).orElseThrow())
                    .isBetween(NOW.plus(wait), NOW.plus(wait).plus(wait.dividedBy(10)));
        }
    }

    @Test
    void afterEightAttemptsItIsOver() {
        assertThat(schedule.next(8, NOW, Optional.empty())).isEmpty();
        assertThat(schedule.next(9, NOW, Optional.of(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void whoAsksForMoreTimeGetsIt() {
        assertThat(schedule.next(1, NOW, Optional.of(Duration.ofHours(1)))).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void whoAsksForLessGetsWhatTheScheduleSays() {
        assertThat(schedule.next(2, NOW, Optional.of(Duration.ofSeconds(1))).orElseThrow())
                .isAfterOrEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void nobodyPutsItOffForMoreThanADay() {
        assertThat(schedule.next(1, NOW, Optional.of(Duration.ofDays(365)))).contains(NOW.plus(Duration.ofDays(1)));
    }
}
