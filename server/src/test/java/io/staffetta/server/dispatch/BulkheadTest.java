package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BulkheadTest {

    private final Bulkhead bulkhead = new Bulkhead(2);

    @Test
    void whoFindsNoPlaceGetsTheNextThatIsGivenBackInOrder() {
        assertThat(asked()).isCompletedWithValue(true);
        assertThat(asked()).isCompletedWithValue(true);
        CompletableFuture<Boolean> third = asked();
        CompletableFuture<Boolean> fourth = asked();
        assertThat(third).isNotDone();

        bulkhead.leave();

        assertThat(third).isCompletedWithValue(true);
        assertThat(fourth).isNotDone();
    }

    @Test
    void whoWasCalledOffTakesNoPlace() {
        CompletableFuture<Boolean> before = new CompletableFuture<>();
        before.complete(false);
        bulkhead.ask(before);
        assertThat(asked()).isCompletedWithValue(true);
        assertThat(asked()).isCompletedWithValue(true);
        CompletableFuture<Boolean> waiting = asked();
        waiting.complete(false);
        CompletableFuture<Boolean> last = asked();

        bulkhead.leave();
        bulkhead.leave();

        assertThat(waiting).isCompletedWithValue(false);
        assertThat(last).isCompletedWithValue(true);
        assertThat(asked()).isCompletedWithValue(true);
        assertThat(asked()).as("two places, not more").isNotDone();
    }

    private CompletableFuture<Boolean> asked() {
        CompletableFuture<Boolean> place = new CompletableFuture<>();
        bulkhead.ask(place);
        return place;
    }
}
