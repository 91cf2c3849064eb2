package io.staffetta.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NumberLimitsTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final int HIGHEST = NumberLimits.HIGHEST;

    @Test
    void theHighestLimitIsNoLimit() {
        assertThat(NumberLimits.asSet(HIGHEST, HIGHEST, ZoneOffset.UTC).none()).isTrue();
        assertThat(NumberLimits.asSet(HIGHEST - 1, HIGHEST, ZoneOffset.UTC).none())
                .isFalse();
        assertThat(NumberLimits.asSet(HIGHEST, 0, ZoneOffset.UTC).none()).isFalse();
    }

    @Test
    void withoutALimitThereIsAlwaysRoomAndNothingIsRemembered() {
        NumberWindow window =
                new NumberWindow(Set.of(NumberLimits.asSet(HIGHEST, HIGHEST, ZoneOffset.UTC)), List.of(NOON));
        for (int i = 0; i < 1_000; i++) {
            assertThat(window.check(NOON, 80)).isInstanceOf(SendWindow.Decision.Free.class);
            window.record(NOON);
        }

        assertThat(window.room(NOON, 80)).isEqualTo(SendWindow.UNLIMITED);
    }

    @Test
    void oneLimitOfTwoStillStrikes() {
        NumberWindow window = new NumberWindow(Set.of(NumberLimits.asSet(HIGHEST, 1, ZoneOffset.UTC)), List.of(NOON));

        assertThat(window.check(NOON, 0)).isInstanceOf(SendWindow.Decision.Full.class);
    }
}
