package io.staffetta.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.dispatch.Carrier;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What other nodes commit reaches this node's dispatcher by the feed. */
class HintsFromFeedTest {

    private final List<Long> lanes = new ArrayList<>();
    private final HintsFromFeed hints = new HintsFromFeed(null, new LanesOnly(lanes), null);

    @Test
    void whatEndsAClaimIsAHintForWhoeverIsTypingIt() {
        hints.hint(List.of(event("skipped", "shop", 7)));

        assertThat(lanes).containsExactly(7L);
    }

    @Test
    void aCancelledQueueIsNoHintForEachMessageInIt() {
        hints.hint(List.of(event("skipped", null, 7), event("sent", "shop", 8)));

        assertThat(lanes).isEmpty();
    }

    private static LoggedEvent event(String phase, String session, long lane) {
        return new LoggedEvent(
                new Position("00000000", 1, 1),
                "00000000-1",
                Instant.EPOCH,
                1,
                Event.Kind.MESSAGE,
                phase,
                1L,
                null,
                null,
                session,
                lane,
                null,
                null,
                null,
                null);
    }

    private record LanesOnly(List<Long> lanes) implements Dispatcher {

        @Override
        public void attach(Carrier carrier) {}

        @Override
        public void detach(long sessionPk, WaitReason reason) {}

        @Override
        public void laneChanged(long laneId) {
            lanes.add(laneId);
        }

        @Override
        public CompletionStage<Void> quiet(long sessionPk) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void clockChanged() {}

        @Override
        public CompletionStage<Void> receipt(long sessionPk, EngineEvent.Receipt receipt) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> undeliverable(long sessionPk, EngineEvent.Undeliverable event) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
