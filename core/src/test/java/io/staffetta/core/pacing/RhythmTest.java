package io.staffetta.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RhythmTest {

    @Property
    void aPersonWaitsTwoToFourSecondsAndTypesOneToTwenty(
            @ForAll long seed, @ForAll @IntRange(max = 5000) int characters) {
        HumanRhythm.Rhythm rhythm = new HumanRhythm(new Random(seed)).draw(characters);

        assertThat(rhythm.pause()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(rhythm.typing()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    @Property
    void twiceTheTextTakesTwiceTheTyping(@ForAll long seed, @ForAll @IntRange(min = 5, max = 30) int characters) {
        long once = new HumanRhythm(new Random(seed)).draw(characters).typing().toMillis();
        long twice =
                new HumanRhythm(new Random(seed)).draw(characters * 2).typing().toMillis();

        assertThat(twice).isBetween(2 * once, 2 * once + 1);
    }

    @Property
    void theSameSeedGivesTheSameRhythm(@ForAll long seed) {
        assertThat(new HumanRhythm(new Random(seed)).draw(40)).isEqualTo(new HumanRhythm(new Random(seed)).draw(40));
    }

    @Property
    void aDelayStaysBetweenItsEnds(@ForAll long seed) {
        assertThat(Delay.BETWEEN_MESSAGES.draw(new Random(seed)))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void theMeanOfADelayLiesInTheMiddle() {
        assertThat(Delay.BETWEEN_MESSAGES.mean()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theMeanAndTheDeviationAreThoseOfWhatIsDrawn() {
        HumanRhythm rhythm = new HumanRhythm(new Random(1));
        double[] drawn = IntStream.range(0, 100_000)
                .mapToDouble(i -> rhythm.draw(23).total().toMillis())
                .toArray();
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double variance = Arrays.stream(drawn)
                .map(ms -> (ms - mean) * (ms - mean))
                .average()
                .orElseThrow();

        assertThat((double) HumanRhythm.mean(23).toMillis()).isCloseTo(mean, within(10.0));
        assertThat((double) HumanRhythm.deviation(23).toMillis()).isCloseTo(Math.sqrt(variance), within(10.0));
    }

    @Test
    void aDelayUpsideDownIsRefused() {
        assertThatThrownBy(() -> new Delay(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid_delay"));
    }
}
