package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.SendOutcome;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many numbers cost little. */
class ManyNumbersTest {

    private static final int NUMBERS = 500;
    private static final long FIRST_ID = 200_000_000_000L;
    private static final long FIRST_PERSON = 628_200_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void fiveHundredNumbersNeedFewThreadsAndLittleMemory() {
        try (CloudStubProcess stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"));
                CloudEngine engine = new CloudEngine(new PlainHttp(), Clock.systemUTC(), new Random(1))) {
            AtomicInteger ready = new AtomicInteger();
            Connection first = open(engine, stub, 0, ready);
            first.connect();
            Awaitility.await().atMost(PATIENCE).until(() -> ready.get() == 1);
            assertThat(first.send(TestNumber.message(FIRST_PERSON), PATIENCE)).isInstanceOf(SendOutcome.Accepted.class);
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long before = used();

            List<Connection> connections = new ArrayList<>();
            for (int i = 1; i < NUMBERS; i++) {
                connections.add(open(engine, stub, i, ready));
            }
            connections.forEach(Connection::connect);
            Awaitility.await().atMost(PATIENCE).until(() -> ready.get() == NUMBERS);
            for (int i = 0; i < connections.size(); i++) {
                assertThat(connections.get(i).send(TestNumber.message(FIRST_PERSON + 1 + i), PATIENCE))
                        .isInstanceOf(SendOutcome.Accepted.class);
            }

            long each = (used() - before) / connections.size();
            int more = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
            System.out.println("cloud: " + each + " bytes of heap a number, " + more + " threads more for "
                    + connections.size() + " numbers");
            assertThat(each).isLessThan(64 * 1024);
            // What was needed to look at 32 numbers at once is still kept by the client for a while.
            assertThat(more).isLessThanOrEqualTo(64);
            assertThat(stub.taken())
                    .hasSize(NUMBERS)
                    .extracting(CloudStubProcess.Taken::callback)
                    .doesNotHaveDuplicates();
        }
    }

    private static Connection open(CloudEngine engine, CloudStubProcess stub, int index, AtomicInteger ready) {
        String id = Long.toString(FIRST_ID + index);
        stub.number(id, TestNumber.TOKEN, "+1 555-000-1234");
        Map<String, String> settings =
                Map.of("phoneNumberId", id, "baseUrl", stub.baseUrl().toString());
        return engine.open(TestNumber.link(settings), event -> {
            if (event instanceof EngineEvent.Ready) {
                ready.incrementAndGet();
            }
        });
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
