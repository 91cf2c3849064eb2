package io.staffetta.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.access.Places.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places(3, 2);

    @Test
    void oneUserCannotTakeThePlacesOfTheOthers() {
        assertThat(places.take(1)).isEqualTo(Outcome.TAKEN);
        assertThat(places.take(1)).isEqualTo(Outcome.TAKEN);
        assertThat(places.take(1)).isEqualTo(Outcome.OWN_ARE_TAKEN);
        assertThat(places.take(2)).isEqualTo(Outcome.TAKEN);
        assertThat(places.take(3)).isEqualTo(Outcome.ALL_ARE_TAKEN);

        places.leave(1);

        assertThat(places.take(1)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void whoWaitsGetsThePlaceThatIsLeft() throws Exception {
        places.take(1);
        places.take(1);
        CompletableFuture<Outcome> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return places.await(1, Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        places.leave(1);

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void nobodyWaitsForLongerThanTheyWant() throws InterruptedException {
        places.take(1);
        places.take(1);

        assertThat(places.await(1, Duration.ofMillis(1))).isEqualTo(Outcome.OWN_ARE_TAKEN);
    }
}
