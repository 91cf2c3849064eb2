package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator must never be the slow part of a measurement. */
final class ThroughputTest {

    private static final int SESSIONS = 20;
    private static final int MESSAGES = 4_000;

    @TempDir
    Path folder;

    @Test
    void atZeroDelayTheWorldTakesTensOfThousandsOfMessagesASecond() {
        ManualTime time = new ManualTime();
        try (SimulatedWhatsApp world = new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 1)) {
            world.behaveByDefault(BehaviourChange.to(Behaviour.INSTANT));
            List<Connection> sessions = IntStream.range(0, SESSIONS)
                    .mapToObj(i -> TestSession.paired(world, "s" + i).connection())
                    .toList();

            long best = 0;
            for (int round = 0; round < 3; round++) {
                best = Math.max(best, round(sessions));
            }

            System.out.println("simulated messages a second: " + best);
            assertThat(best).isGreaterThan(10_000);
            assertThat(world.ledger(3 * SESSIONS * (long) MESSAGES - 1, 10)).hasSize(1);
        }
    }

    @Test
    void tenThousandIdleSessionsAreCheap() {
        ManualTime time = new ManualTime();
        try (SimulatedWhatsApp world = new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 1)) {
            AtomicInteger events = new AtomicInteger();
            long before = usedAfterCollection();
            List<Connection> sessions = IntStream.range(0, 10_000)
                    .mapToObj(i -> world.open(
                            new Link("session-" + i, Map.of(), Optional.empty()), e -> events.incrementAndGet()))
                    .toList();
            for (int i = 0; i < sessions.size(); i++) {
                sessions.get(i).connect();
                world.scan("session-" + i);
            }
            time.pass(Duration.ofHours(1));
            world.follow(new ClockReading(time.now(true), 1));
            Awaitility.await().until(() -> events.get() == 40_000);

            long each = (usedAfterCollection() - before) / sessions.size();

            System.out.println("bytes an idle session: " + each);
            assertThat(each).isLessThan(1_500);
            assertThat(sessions).hasSize(10_000);
        }
    }

    private static long round(List<Connection> sessions) {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sessions.forEach(session -> threads.execute(() -> send(session)));
        }
        return SESSIONS * (long) MESSAGES * 1_000_000_000 / (System.nanoTime() - start);
    }

    private static void send(Connection session) {
        for (int i = 0; i < MESSAGES; i++) {
            UUID attempt = UUID.randomUUID();
            OutboundMessage message = new OutboundMessage(
                    attempt,
                    attempt.toString(),
                    39_150_000_0000L + i,
                    "Hello, this is about as long as texts are.",
                    true);
            assertThat(session.send(message, Duration.ofSeconds(5))).isInstanceOf(SendOutcome.Accepted.class);
        }
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
