package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A campaign goes out over a linked device, while the product, its database and its sidecar are killed. */
class LinkedDeviceFaultTest {

    private static final long OURS = 393331000001L;
    private static final long FIRST_PERSON = 393332000000L;
    private static final String SHOP = "/api/v1/sessions/shop";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final boolean full = System.getProperty("staffetta.faults", "").equals("full");
    private final int people = full ? 150 : 24;
    private StandInWhatsApp whatsApp;
    private Product product;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        whatsApp = StandInWhatsApp.startOrSkip(folder.resolve("whatsapp"));
        product = new Product(folder, whatsApp.options());
        product.start("");
        product.setUp();
    }

    @AfterEach
    void stop() throws IOException {
        if (product != null) {
            product.stop();
        }
        if (whatsApp != null) {
            whatsApp.close();
        }
    }

    private ConditionFactory patiently(String what) {
        return await(what + ", see " + product.log())
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200));
    }

    @Test
    void nothingIsLostOrRepeatedWhateverIsKilled() throws IOException, InterruptedException {
        link();
        // Taken, and the connection is gone before that is said.
        whatsApp.phone(FIRST_PERSON + 2, "policy", Map.of("dropBeforeAck", true, "faultTimes", 1));
        startCampaign();
        for (int round = 0; round < (full ? 9 : 3); round++) {
            kill(round);
        }
        settle();

        LedgerProof.Result proof = new LedgerProof(product.data(), whatsApp.ledger()).check();
        System.out.println(proof);
        assertThat(proof.messages()).isEqualTo(people);
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
        assertThat(whatsApp.events("linked")).as("linked once only").hasSize(1);
    }

    private void link() throws IOException, InterruptedException {
        product.api()
                .post("/api/v1/sessions", Map.of("id", "shop", "name", "Shop", "engine", "baileys"))
                .orFail();
        product.api()
                .patch(SHOP, Map.of("typingSimulation", false, "hourlyLimit", 1000, "dailyLimit", 1000))
                .orFail();
        patiently("a QR code").until(() -> !qr().isEmpty());
        whatsApp.phone(OURS, "scan", Map.of("qr", qr()));
        patiently("a ready session")
                .until(() -> product.api()
                        .get(SHOP)
                        .body()
                        .path("state")
                        .asString("")
                        .equals("ready"));
    }

    private String qr() {
        ApiClient.Answer answer = product.api().getJson(SHOP + "/qr");
        return answer.ok() ? answer.body().path("code").asString("") : "";
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
        for (int person = 0; person < people; person++) {
            csv.append("+%d,Persona %d%n".formatted(FIRST_PERSON + person, person));
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

    /** In turn the product, its sidecar, and the product with its database, each after a few more messages. */
    private void kill(int round) throws IOException, InterruptedException {
        int enough = Math.min(people - 4, whatsApp.ledger().size() + 3);
        patiently("messages that arrive").until(() -> whatsApp.ledger().size() >= enough);
        switch (round % 3) {
            case 0 -> product.killJvm();
            case 1 ->
                product.descendants().stream()
                        .filter(process -> process.info().command().orElse("").endsWith("node"))
                        .forEach(ProcessHandle::destroyForcibly);
            default -> product.killBoth();
        }
        if (!product.alive()) {
            product.start("");
        }
    }

    /** All are handed over or in doubt, and the receipts of all that arrived came. */
    private void settle() {
        patiently("the end").until(() -> ids("'queued', 'claimed', 'sending'").isEmpty());
        patiently("evidence of what arrived").until(() -> {
            Set<String> doubtful = ids("'in_doubt'");
            return arrived().stream().noneMatch(doubtful::contains);
        });
    }

    private List<String> arrived() throws IOException, InterruptedException {
        return whatsApp.ledger().stream()
                .map(entry -> entry.path("messageId").asString())
                .toList();
    }

    private Set<String> ids(String states) {
        return new HashSet<>(DatabaseOfData.client(product.data())
                .sql("select coalesce(engine_message_id, 'none') from message where state in (" + states + ")")
                .query((row, n) -> row.getString(1))
                .list());
    }
}
