package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StandingTest {

    private final AtomicLong nanos = new AtomicLong(1);
    private final Standing standing = new Standing(100, nanos::get);

    @Test
    void whoDoesWellGetsMoreAtTheSameTimeButNotWithoutEnd() {
        for (int i = 0; i < 1000; i++) {
            attempt(1, true);
        }
        assertThat(standing.rooms()).containsEntry(1L, Standing.MOST);
    }

    @Test
    void whatIsUnderWayTakesRoom() {
        standing.begun(1);
        assertThat(standing.rooms()).containsEntry(1L, Standing.START - 1);
        assertThat(standing.free()).isEqualTo(99);
    }

    @Test
    void whoFailsGetsOneAtATimeAndThenARest() {
        for (int i = 0; i < 4; i++) {
            attempt(1, false);
        }
        assertThat(standing.rooms()).containsEntry(1L, 1);
        attempt(1, false);
        assertThat(standing.rooms()).containsEntry(1L, 0);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(standing.rooms()).containsEntry(1L, 1);
    }

    @Test
    void nobodyRestsWhenSomebodyAsksForIt() {
        for (int i = 0; i < 20; i++) {
            attempt(1, false);
        }
        standing.urge(1);
        assertThat(standing.rooms()).containsEntry(1L, 1);
    }

    @Test
    void oneSuccessMakesUpForAllFailures() {
        for (int i = 0; i < 20; i++) {
            attempt(1, false);
        }
        attempt(1, true);
        assertThat(standing.rooms()).containsEntry(1L, 2);
    }

    @Test
    void thoseThatFailShareAQuarterOfAllPlaces() {
        for (long endpoint = 1; endpoint <= 200; endpoint++) {
            attempt(endpoint, false);
        }
        assertThat(standing.rooms().values().stream().mapToInt(room -> room).sum())
                .isEqualTo(25);
    }

    @Test
    void whoDoesWellIsForgottenAndWhoFailsIsNot() {
        attempt(1, true);
        attempt(2, false);
        standing.tidy();
        assertThat(standing.rooms()).containsOnlyKeys(2L);
    }

    @Test
    void whoFailedLongAgoIsForgotten() {
        attempt(1, false);
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        standing.tidy();
        assertThat(standing.rooms()).isEmpty();
    }

    private void attempt(long endpoint, boolean well) {
        standing.begun(endpoint);
        standing.ended(endpoint, well);
    }
}
