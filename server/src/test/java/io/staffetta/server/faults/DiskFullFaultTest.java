package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The database's disk runs full while campaigns run, first for a moment, then for longer. */
@EnabledIfSystemProperty(
        named = "staffetta.faults",
        matches = "full",
        disabledReason = "a round of its own; run with --faults")
class DiskFullFaultTest {

    private static final int DISK_MEGABYTES = 320;
    private static final Duration A_MOMENT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(75);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Product product;
    private Fleet fleet;
    private final Set<String> said = new TreeSet<>();

    @Test
    void aFullDiskIsSaidAndLosesNothingAndTheWorkGoesOnByItself() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("data"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m,mode=700", "tmpfs", disk.toString()),
                "nobody lets this test mount a small disk: run it as root");
        try {
            run(disk);
        } finally {
            run("umount", disk.toString());
        }
    }

    private void run(Path disk) throws IOException {
        try (Stage stage = Stage.set(folder, new Fleet.Size(8, 400, 300), 60)) {
            product = stage.product();
            fleet = stage.fleet();
            product.start("");
            product.setUp();
            fleet.link();
            fleet.start(Map.of());
            Duration afterAMoment = fullFor(disk, A_MOMENT);
            Duration afterLong = fullFor(disk, LONG);
            fleet.finish();
            LedgerProof.Result proof = fleet.proof();
            System.out.println("disk full: %s; from room to the next message %d ms, after long %d ms%n%s"
                    .formatted(said, afterAMoment.toMillis(), afterLong.toMillis(), proof));
            proof.holds();
            assertThat(said).contains("degraded disk_full");
            assertThat(product.api().get("/health").body().path("status").asString(""))
                    .isEqualTo("ok");
        }
    }

    /** Fills the disk for a while; how long it takes after that until something arrives again. */
    private Duration fullFor(Path disk, Duration time) throws IOException {
        fleet.awaitArrivals();
        Path ballast = disk.resolve("ballast");
        fill(ballast);
        await("word of the full disk, see " + product.log())
                .atMost(PATIENCE)
                .until(() -> health().path("reason").asString("").equals("disk_full"));
        await().atMost(time.plusSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(new Until(Instant.now().plus(time))::reached);
        Files.delete(ballast);
        Instant room = Instant.now();
        fleet.awaitArrivals();
        Duration took = Duration.between(room, Instant.now());
        await("a healthy product, see " + product.log())
                .atMost(PATIENCE)
                .until(() -> health().path("status").asString("").equals("ok"));
        return took;
    }

    /** Asks for the health meanwhile. */
    private final class Until {

        private final Instant end;

        private Until(Instant end) {
            this.end = end;
        }

        private boolean reached() {
            health();
            return Instant.now().isAfter(end);
        }
    }

    private JsonNode health() {
        JsonNode health = product.api().get("/health").body();
        said.add((health.path("status").asString("no answer") + " "
                        + health.path("reason").asString(""))
                .strip());
        return health;
    }

    private static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
