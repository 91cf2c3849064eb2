package io.staffetta.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {

    @Property
    void theFirstReconnectComesAfterFiveSeconds(@ForAll long seed) {
        assertThat(ReconnectBackoff.FRESH.dropped().delay(new Random(seed))).isEqualTo(Duration.ofSeconds(5));
    }

    @Property
    void noWaitIsShorterThanFiveSecondsOrLongerThanFiveMinutes(
            @ForAll @IntRange(min = 0) int drops, @ForAll long seed) {
        assertThat(new ReconnectBackoff(drops).dropped().delay(new Random(seed)))
                .isBetween(Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    @Property
    void theWaitAtMostDoublesFromDropToDrop(@ForAll @IntRange(min = 1, max = 40) int drops, @ForAll long seed) {
        Duration ceiling = Duration.ofSeconds(5L << Math.min(drops - 1, 6));
        assertThat(new ReconnectBackoff(drops).delay(new Random(seed))).isLessThanOrEqualTo(ceiling);
    }

    @Test
    void aMinuteUpForgetsTheDropsBefore() {
        ReconnectBackoff worn = new ReconnectBackoff(5);
        assertThat(worn.wasUp(Duration.ofSeconds(59))).isEqualTo(worn);
        assertThat(worn.wasUp(Duration.ofSeconds(60))).isEqualTo(ReconnectBackoff.FRESH);
    }
}
