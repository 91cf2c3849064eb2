package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The product in a small heap, the least that was found to hold: campaigns run while a big file is taken in, planned,
 * called off and reported on. {@code -Dheap=N} tries another size, in megabytes.
 */
@EnabledIfSystemProperty(
        named = "staffetta.faults",
        matches = "full",
        disabledReason = "a round of its own; run with --faults")
class SmallHeapFaultTest {

    private static final int LEAST_MEGABYTES = 64;
    private static final String NAME = "Tutti";
    private static final int ROWS = 200_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Product product;
    private String big;

    @Test
    void aSmallHeapIsEnoughForCampaignsAndABigFile() throws IOException {
        int heap = Integer.getInteger("heap", LEAST_MEGABYTES);
        List<String> options = List.of("-Xmx" + heap + "m", "-XX:+ExitOnOutOfMemoryError");
        try (Stage stage = Stage.set(folder, new Fleet.Size(8, 400, 400), 60, List.of(), options)) {
            product = stage.product();
            Fleet fleet = stage.fleet();
            product.start("");
            product.setUp();
            fleet.link();
            fleet.start(Map.of());
            fleet.awaitArrivals();
            Duration took = takeIn();
            planAndCallOff();
            assertThat(product.api().lines("/api/v1/campaigns/" + big + "/report.csv"))
                    .as("rows of the report, and its head")
                    .isEqualTo(ROWS + 1);
            fleet.finish();
            LedgerProof.Result proof = fleet.proof();
            System.out.println("heap %d MB: file of %d rows taken in after %d ms, memory at most %s%n%s"
                    .formatted(heap, ROWS, took.toMillis(), product.mostMemory(), proof));
            proof.holds();
            assertThat(Files.readString(product.log())).doesNotContain("OutOfMemoryError");
        }
    }

    /** Somebody brings a big file while campaigns run. */
    private Duration takeIn() throws IOException {
        Path file = folder.resolve("people.csv");
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(file))) {
            csv.print(Fleet.CSV_HEAD);
            for (int person = 0; person < ROWS; person++) {
                csv.printf("+39347%07d,Persona %d di Città di Castello%n", person, person);
            }
        }
        big = product.api()
                .post("/api/v1/campaigns", Map.of("name", NAME, "sessionId", "n1", "template", "Ciao {{nome}}"))
                .orFail()
                .body()
                .get("id")
                .asString();
        Instant begun = Instant.now();
        JsonNode report = product.api()
                .postCsv("/api/v1/campaigns/" + big + "/recipients", file)
                .orFail()
                .body();
        assertThat(report.path("accepted").asInt()).as(report.toString()).isEqualTo(ROWS);
        return Duration.between(begun, Instant.now());
    }

    /** Everybody has a message, then nobody is to get it any more. */
    private void planAndCallOff() {
        String campaign = "/api/v1/campaigns/" + big;
        product.api().post(campaign + "/start", Map.of()).orFail();
        await("a message for everybody, see " + product.log())
                .atMost(PATIENCE)
                .until(() -> DatabaseOfData.client(product.data())
                        .sql("select planned from campaign where name = ?")
                        .param(NAME)
                        .query(Boolean.class)
                        .single());
        product.api().post(campaign + "/stop", Map.of()).orFail();
        await("an end for everybody, see " + product.log())
                .atMost(PATIENCE)
                .until(() -> product.api()
                                .get(campaign)
                                .body()
                                .path("counters")
                                .path("pending")
                                .asInt(-1)
                        == 0);
    }
}
