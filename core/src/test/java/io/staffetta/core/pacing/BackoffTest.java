package io.staffetta.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");
    private static final Backoff RULE = Backoff.OF_MESSAGES;

    @Test
    void theCeilingDoublesUpToTenMinutes() {
        assertThat(RULE.ceiling(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(RULE.ceiling(4)).isEqualTo(Duration.ofSeconds(40));
        assertThat(RULE.ceiling(40)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void theSixthAttemptIsTheLast() {
        assertThat(RULE.next(5, NOON, NOON, null, new Random(1))).isPresent();
        assertThat(RULE.next(6, NOON, NOON, null, new Random(1))).isEmpty();
    }

    @Test
    void nothingIsTriedLaterThanADayAfterTheFirstAttempt() {
        Instant nextDay = NOON.plus(Duration.ofHours(24)).plusSeconds(1);

        assertThat(RULE.next(2, NOON, nextDay, null, new Random(1))).isEmpty();
        assertThat(RULE.next(1, NOON, NOON, Duration.ofDays(400_000_000), new Random(1)))
                .isEmpty();
    }

    @Property
    void waitsAtLeastAsAskedAndAtMostTheCeilingOtherwise(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int made, @ForAll @IntRange(max = 3600) int asked) {
        Duration waited = Duration.between(
                NOON,
                RULE.next(made, NOON, NOON, Duration.ofSeconds(asked), new Random(seed))
                        .orElseThrow());

        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofSeconds(asked));
        assertThat(waited.minusSeconds(asked)).isLessThanOrEqualTo(RULE.ceiling(made));
    }
}
