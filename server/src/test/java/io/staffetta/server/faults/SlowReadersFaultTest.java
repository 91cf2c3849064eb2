package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred clients ask for events and never read them, thirty read far too slowly, while campaigns run at full speed in a
 * small heap. One reads as it is meant, and misses nothing.
 */
@EnabledIfSystemProperty(
        named = "staffetta.faults",
        matches = "full",
        disabledReason = "a round of its own; run with --faults")
class SlowReadersFaultTest {

    private static final int SILENT = 100;
    private static final int SLOW = 30;
    private static final int HEAP_MEGABYTES = 128;
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Product product;

    @Test
    void whoReadsTooSlowlyIsDroppedAndSlowsNobodyDownEvenInASmallHeap() throws IOException {
        List<String> heap = List.of("-Xmx" + HEAP_MEGABYTES + "m", "-XX:+ExitOnOutOfMemoryError");
        List<String> clients = List.of("--staffetta.events.most-clients=" + 2 * (SILENT + SLOW));
        try (Stage stage = Stage.set(folder, new Fleet.Size(8, 1_000, 5_000), 600, clients, heap)) {
            product = stage.product();
            Fleet fleet = stage.fleet();
            product.start("");
            product.setUp();
            fleet.link();
            try (Onlooker onlooker = Onlooker.at(product);
                    Sloths sloths = new Sloths(product)) {
                await("a place for who reads").until(onlooker::there);
                fleet.start(Map.of("messageDelay", Map.of("min", 0, "max", 0)));
                fleet.awaitArrivals();
                double without = Rate.of(stage.simulator(), LOOK);
                sloths.come(SILENT, SLOW);
                await("a place for each, see " + product.log())
                        .atMost(PATIENCE)
                        .until(() -> clients() + dropped() > SILENT + SLOW);
                double with = Rate.of(stage.simulator(), LOOK);
                boolean work = fleet.somethingCanGo();
                await("the end of those who do not read, see " + product.log())
                        .atMost(PATIENCE)
                        .until(() -> dropped() >= SILENT + SLOW);
                fleet.finish();
                LedgerProof.Result proof = fleet.proof();
                System.out.println(
                        "%d that never read, %d that read slowly, heap %d MB: messages/s without %.1f, with %.1f; the other's breaks %d; memory at most %s%n%s"
                                .formatted(
                                        SILENT,
                                        SLOW,
                                        HEAP_MEGABYTES,
                                        without,
                                        with,
                                        onlooker.breaks(),
                                        product.mostMemory(),
                                        proof));
                proof.holds();
                assertThat(work).as("campaigns that outlast the look").isTrue();
                assertThat(with).as("messages/s with readers that do not read").isGreaterThan(without / 2);
                await("everything, for who reads")
                        .atMost(PATIENCE)
                        .until(() -> onlooker.seen().containsAll(EventLog.ofMessagesThatLeft(product.data())));
            }
            assertThat(Files.readString(product.log())).doesNotContain("OutOfMemoryError");
        }
    }

    private double clients() {
        return product.api().metric("staffetta_stream_clients");
    }

    private double dropped() {
        return product.api().metric("staffetta_stream_clients_dropped_total");
    }
}
