package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.waha.stub.StubProcess;
import io.staffetta.waha.stub.StubRemote;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many sessions cost little. */
final class ManySessionsTest {

    private static final int SESSIONS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void twoHundredSessionsNeedFewThreadsAndLittleMemory() {
        try (StubProcess stub = new StubProcess(0, folder, TestWaha.API_KEY);
                StubRemote remote = new StubRemote(stub.port());
                DirectHttp http = new DirectHttp(false);
                WahaEngine engine = new WahaEngine(http, Clock.systemUTC(), new Random(3))) {
            for (int i = 0; i < SESSIONS; i++) {
                remote.scan("s" + i, 4_915_100_000_000L + i);
            }
            AtomicInteger ready = new AtomicInteger();
            warmUp(engine, remote, ready);
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long before = used();

            List<Connection> connections = new ArrayList<>();
            for (int i = 1; i < SESSIONS; i++) {
                connections.add(open(engine, remote, "s" + i, ready));
            }
            connections.forEach(Connection::connect);
            await().atMost(PATIENCE).until(() -> ready.get() == SESSIONS);
            for (int i = 0; i < connections.size(); i++) {
                assertThat(connections.get(i).send(message(i), PATIENCE)).isInstanceOf(SendOutcome.Accepted.class);
            }

            long each = (used() - before) / connections.size();
            int more = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
            System.out.println("waha: " + each + " bytes of heap a session, " + more + " threads more for "
                    + connections.size() + " sessions");
            assertThat(more).isLessThanOrEqualTo(16);
            assertThat(each).isLessThan(64 * 1024);
            assertThat(remote.ledger()).hasSize(SESSIONS - 1).doesNotHaveDuplicates();
        }
    }

    /** Classes, pools and connections that the first session pays for. */
    private static void warmUp(WahaEngine engine, StubRemote remote, AtomicInteger ready) {
        Connection first = open(engine, remote, "s0", ready);
        first.connect();
        await().atMost(PATIENCE).until(() -> ready.get() == 1);
    }

    private static Connection open(WahaEngine engine, StubRemote remote, String name, AtomicInteger ready) {
        Map<String, String> settings = Map.of("baseUrl", remote.baseUrl(), "apiKey", TestWaha.API_KEY, "session", name);
        return engine.open(new Link(name, settings, Optional.empty()), event -> {
            if (event instanceof EngineEvent.Ready) {
                ready.incrementAndGet();
            }
        });
    }

    private static OutboundMessage message(int i) {
        return new OutboundMessage(UUID.randomUUID(), "3EB0" + i, 4_915_112_000_000L + i, "hello " + i, true);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
