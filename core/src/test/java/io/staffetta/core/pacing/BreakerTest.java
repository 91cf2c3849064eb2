package io.staffetta.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");

    private final Breaker breaker = new Breaker();

    @Test
    void theFifthFailureWithinAMinuteOpensIt() {
        fail(4, 0);
        assertThat(breaker.restsUntil(at(0))).isEmpty();

        assertThat(breaker.failed(at(59))).isTrue();
        assertThat(breaker.restsUntil(at(59))).contains(at(89));
    }

    @Test
    void failuresFurtherApartDoNot() {
        fail(4, 0);

        assertThat(breaker.failed(at(60))).isFalse();
    }

    @Test
    void afterItsRestTheNextResultDecides() {
        fail(5, 0);
        assertThat(breaker.restsUntil(at(30))).isEmpty();

        assertThat(breaker.failed(at(31))).isTrue();
        assertThat(breaker.restsUntil(at(31))).contains(at(61));

        breaker.succeeded();
        assertThat(breaker.failed(at(62))).isFalse();
    }

    @Test
    void whatFailsWhileItRestsDoesNotProlongTheRest() {
        fail(5, 0);

        assertThat(breaker.failed(at(10))).isFalse();
        assertThat(breaker.restsUntil(at(10))).contains(at(30));
    }

    @Test
    void aClockSetBackDoesNotProlongTheRest() {
        fail(5, 1000);

        assertThat(breaker.restsUntil(at(0))).contains(at(30));
        assertThat(breaker.restsUntil(at(30))).isEmpty();
    }

    private void fail(int times, int second) {
        for (int i = 0; i < times; i++) {
            breaker.failed(at(second));
        }
    }

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }
}
