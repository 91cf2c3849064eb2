package io.staffetta.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthTest {

    @Test
    void whatRisesSteadilyGrows() {
        Growth growth = Growth.of(readings(n -> 100 + 2 * n), 4);

        assertThat(growth.grows()).isTrue();
        assertThat(growth.second()).isEqualTo(117);
        assertThat(growth.last()).isEqualTo(153);
        assertThat(growth.rise()).isCloseTo(46, offset(0.001));
    }

    @Test
    void whatMovesUpAndDownDoesNotGrow() {
        assertThat(Growth.of(readings(n -> n % 3 * 40), 4).grows()).isFalse();
    }

    @Test
    void whatRisesWhileItWarmsUpDoesNotGrow() {
        assertThat(Growth.of(readings(n -> Math.min(n, 6) * 50), 4).grows()).isFalse();
    }

    @Test
    void oneHighReadingAtTheEndIsNoGrowth() {
        assertThat(Growth.of(readings(n -> n == 29 ? 500 : 100), 4).grows()).isFalse();
    }

    @Test
    void fewReadingsTellNothing() {
        assertThatThrownBy(() -> Growth.of(readings(n -> n).subList(0, 9), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9");
    }

    private static List<Double> readings(IntToDoubleFunction at) {
        return IntStream.range(0, 30).mapToDouble(at).boxed().toList();
    }
}
