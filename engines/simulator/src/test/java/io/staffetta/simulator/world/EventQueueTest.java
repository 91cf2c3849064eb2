package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.EngineEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One listener, one event after the other, in bounded room. */
final class EventQueueTest {

    private final List<EngineEvent> heard = new CopyOnWriteArrayList<>();

    @Test
    void eventsAreToldInOrder() {
        EventQueue queue = new EventQueue(heard::add);
        for (int i = 0; i < 1_000; i++) {
            queue.add(new EngineEvent.Disconnected("" + i));
        }

        await().until(() -> heard.size() == 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(heard.get(i)).isEqualTo(new EngineEvent.Disconnected("" + i));
        }
    }

    @Test
    void aListenerThatFailsHearsTheNextEventAllTheSame() {
        EventQueue queue = new EventQueue(event -> {
            heard.add(event);
            throw new IllegalStateException("on purpose");
        });

        queue.add(new EngineEvent.Unrestricted());
        queue.add(new EngineEvent.Authenticated());

        await().until(() -> heard.size() == 2);
    }

    @Test
    void aListenerThatHangsFillsTheRoomAndNoMore() {
        CountDownLatch hanging = new CountDownLatch(1);
        EventQueue queue = new EventQueue(event -> {
            try {
                hanging.await();
                heard.add(event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int added = 0;
        while (queue.add(new EngineEvent.Unrestricted())) {
            added++;
        }

        assertThat(added).isBetween(16_384, 16_385);
        assertThat(queue.awaitRoom(Duration.ofMillis(20))).isFalse();
        queue.addLast(new EngineEvent.Disconnected("too slow"));
        hanging.countDown();
        assertThat(queue.awaitRoom(Duration.ofSeconds(5))).isTrue();
        await().until(() -> heard.getLast().equals(new EngineEvent.Disconnected("too slow")));
    }

    @Test
    void afterClosingNothingIsTold() {
        EventQueue queue = new EventQueue(heard::add);

        queue.close();

        assertThat(queue.add(new EngineEvent.Unrestricted())).isTrue();
        assertThat(heard).isEmpty();
    }
}
