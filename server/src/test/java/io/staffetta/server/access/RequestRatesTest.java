package io.staffetta.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Five requests a second, fifty at once. */
class RequestRatesTest {

    private final AtomicLong nanos = new AtomicLong(-9);
    private final RequestRates rates = new RequestRates(5, nanos::get);

    @Test
    void aFewSecondsWorthMayComeAtOnceAndNoMore() {
        times(50, 1);

        refused(1);
    }

    @Test
    void thereIsRoomAgainWhenItSaysSo() {
        times(50, 1);
        long seconds = refused(1);

        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());

        assertThatCode(() -> rates.count(1)).doesNotThrowAnyException();
    }

    @Test
    void whatWasRefusedIsNotCounted() {
        times(50, 1);
        for (int i = 0; i < 1_000; i++) {
            refused(1);
        }

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        times(5, 1);
        refused(1);
    }

    @Test
    void aSteadyCallerIsNeverRefused() {
        for (int i = 0; i < 10_000; i++) {
            rates.count(1);
            nanos.addAndGet(Duration.ofMillis(200).toNanos());
        }
    }

    @Test
    void oneUsersRequestsAreNotAnothers() {
        times(50, 1);

        assertThatCode(() -> rates.count(2)).doesNotThrowAnyException();
    }

    @Test
    void zeroStandsForAnyNumber() {
        RequestRates any = new RequestRates(0, nanos::get);
        for (int i = 0; i < 10_000; i++) {
            any.count(1);
        }
    }

    private void times(int times, long owner) {
        for (int i = 0; i < times; i++) {
            rates.count(owner);
        }
    }

    /** After how many seconds it may be tried again. */
    private long refused(long owner) {
        long[] seconds = new long[1];
        assertThatThrownBy(() -> rates.count(owner)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("too_many_requests");
            seconds[0] = (long) problem.details().get("retryAfter");
        });
        return seconds[0];
    }
}
