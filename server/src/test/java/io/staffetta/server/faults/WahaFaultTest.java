package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.DatabaseOfData;
import io.staffetta.waha.stub.Mood;
import io.staffetta.waha.stub.StubLedger;
import io.staffetta.waha.stub.StubProcess;
import io.staffetta.waha.stub.StubRemote;
import io.staffetta.waha.stub.WahaStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A campaign goes out through a WAHA while the product and WAHA are killed in turn; {@code -Dseed=N} to repeat one. */
class WahaFaultTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String API_KEY = "stub-api-key";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PEOPLE = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Path there;
    private StubProcess waha;
    private Product product;

    @Test
    void nothingIsLostOrRepeatedWhoeverIsKilled() throws IOException {
        boolean full = System.getProperty("staffetta.faults", "").equals("full");
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("fault run over WAHA with seed " + seed + " in " + folder);
        there = Files.createDirectories(folder.resolve("waha"));
        waha = new StubProcess(0, there, API_KEY);
        product = new Product(folder, List.of("--staffetta.outbound.allow=127.0.0.0/8"));
        try {
            product.start("");
            product.setUp();
            link();
            startCampaign();
            dieWithAMessageOnItsWay();
            kill(new Random(seed), full ? 12 : 4);
            settle();

            LedgerProof.Result proof = new LedgerProof(product.data(), ledger()).check();
            System.out.println(proof);
            assertThat(proof.repeated()).as("repeated").isZero();
            assertThat(proof.unaccounted())
                    .as("arrived, but neither sent nor doubtful")
                    .isZero();
            assertThat(proof.miscounted()).as("campaigns with wrong counters").isZero();
            assertThat(proof.unlogged())
                    .as("arrived without a trace in the send log")
                    .isZero();
            // What was marked and never handed over stays in doubt for ten minutes, then it is unconfirmed.
            assertThat(proof.lost()).as("lost").isEqualTo(proof.states().getOrDefault("in_doubt", 0));
            assertThat(proof.messages()).isEqualTo(PEOPLE);
        } finally {
            product.stop();
            waha.close();
        }
    }

    private void link() {
        try (StubRemote remote = new StubRemote(waha.port())) {
            product.api()
                    .post(
                            "/api/v1/sessions",
                            Map.of(
                                    "id",
                                    "shop",
                                    "name",
                                    "Shop",
                                    "engine",
                                    "waha",
                                    "settings",
                                    Map.of("baseUrl", remote.baseUrl(), "apiKey", API_KEY, "session", "shop")))
                    .orFail();
            awaitState("qr_generated");
            remote.expect("shop", Mood.SLOW, Mood.STALL);
            remote.scan("shop", 4_915_100_000_001L);
            awaitState("ready");
        }
        product.api()
                .patch(
                        "/api/v1/sessions/shop",
                        Map.of("hourlyLimit", 1000, "dailyLimit", 1000, "typingSimulation", false))
                .orFail();
    }

    private void startCampaign() {
        String id = product.api()
                .post(
                        "/api/v1/campaigns",
                        Map.of(
                                "name",
                                "Campagna",
                                "sessionId",
                                "shop",
                                "template",
                                "Ciao {{nome}}",
                                "messageDelay",
                                Map.of("min", 0, "max", 100)))
                .orFail()
                .body()
                .get("id")
                .asString();
        StringBuilder csv = new StringBuilder("telefono,nome\n");
        for (int person = 0; person < PEOPLE; person++) {
            csv.append("+39333%07d,Persona %d%n".formatted(person, person));
        }
        product.api()
                .postCsv("/api/v1/campaigns/" + id + "/recipients", csv.toString())
                .orFail();
        product.api()
                .post(
                        "/api/v1/campaigns/" + id + "/start",
                        Map.of("consent", Map.of("statement", "All of them agreed, for this test.")))
                .orFail();
    }

    /**
     * The product dies at the two moments that matter: a message was taken and not answered, then one was handed over and
     * not taken. WAHA holds them there; halt points inside the product are refused where sessions are real.
     */
    private void dieWithAMessageOnItsWay() {
        try (StubRemote remote = new StubRemote(waha.port())) {
            await("a message that is taken and not answered, see " + product.log())
                    .atMost(PATIENCE)
                    .until(() -> !taken().isEmpty());
            product.killJvm();
            product.start("");
            await("a message that is handed over and not taken, see " + product.log())
                    .atMost(PATIENCE)
                    .until(() -> remote.calls().path("POST /api/sendText").asInt(0) == 2);
            product.killJvm();
            product.start("");
        }
    }

    /** In turn the product and WAHA die, each after a few more messages have arrived. */
    private void kill(Random random, int kills) {
        for (int i = 0; i < kills; i++) {
            int enough = Math.min(PEOPLE - 2 * kills, taken().size() + 1 + random.nextInt(6));
            await("messages that arrive, see " + product.log()).atMost(PATIENCE).until(() -> taken().size() >= enough);
            if (i % 2 == 0) {
                product.killJvm();
                product.start("");
            } else {
                int port = waha.port();
                waha.kill();
                waha = new StubProcess(port, there, API_KEY);
            }
        }
    }

    /** All are handed over or in doubt, and evidence was found of all that arrived. */
    private void settle() {
        await("the end, see " + product.log())
                .atMost(PATIENCE)
                .until(() -> ids("'queued', 'claimed', 'sending'").isEmpty());
        await("evidence, see " + product.log()).atMost(PATIENCE).until(() -> {
            Set<String> doubtful = ids("'in_doubt'");
            return taken().stream().map(StubLedger.Entry::id).noneMatch(doubtful::contains);
        });
    }

    private Set<String> ids(String states) {
        return new HashSet<>(DatabaseOfData.client(product.data())
                .sql("select coalesce(engine_message_id, 'none') from message where state in (" + states + ")")
                .query((row, n) -> row.getString(1))
                .list());
    }

    private void awaitState(String state) {
        await("shop " + state)
                .atMost(PATIENCE)
                .until(() -> product.api()
                        .get("/api/v1/sessions/shop")
                        .body()
                        .path("state")
                        .asString("")
                        .equals(state));
    }

    private List<StubLedger.Entry> taken() {
        return StubLedger.read(WahaStub.ledgerIn(there));
    }

    private List<JsonNode> ledger() {
        return taken().stream()
                .<JsonNode>map(entry -> JSON.createObjectNode()
                        .put("messageId", entry.id())
                        .put("to", entry.chatId())
                        .put("text", entry.text()))
                .toList();
    }
}
