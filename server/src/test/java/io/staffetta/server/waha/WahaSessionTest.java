package io.staffetta.server.waha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.waha.stub.HttpPort;
import io.staffetta.waha.stub.Mood;
import io.staffetta.waha.stub.StubBehaviour;
import io.staffetta.waha.stub.StubLedger;
import io.staffetta.waha.stub.StubProcess;
import io.staffetta.waha.stub.StubRemote;
import io.staffetta.waha.stub.WahaStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole product sends through a WAHA, which is a process of its own and may die. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WahaSessionTest {

    private static final String API_KEY = "waha-api-key-that-nobody-may-see";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private StubProcess process;
    private StubRemote stub;
    private HttpPort door;
    private SimulatedNumbers product;

    @BeforeAll
    void start() {
        process = new StubProcess(0, folder, API_KEY);
        stub = new StubRemote(process.port());
        // The product's address has to be known before its port is: what arrives here is handed on.
        door = new HttpPort(0, this::handOn);
        product = new SimulatedNumbers(Map.of(
                "staffetta.outbound.allow", "127.0.0.0/8", "staffetta.public-url", "http://127.0.0.1:" + door.port()));
    }

    @AfterAll
    void stop() {
        product.close();
        door.close();
        stub.close();
        process.close();
    }

    @Test
    void aNumberIsLinkedByItsCodeSendsAndHearsHowFarItsMessageCame() {
        JsonNode made = made("linked");
        product.awaitState("linked", "qr_generated");
        assertThat(product.server
                        .get("/api/v1/sessions/linked/qr", product.bearer("Accept", "application/json"))
                        .json()
                        .path("code")
                        .asString())
                .startsWith("2@");
        stub.scan("linked", 4_915_100_000_001L);
        ready("linked");

        long message = message("linked", "+4915112345601", "Guten Tag");

        awaitStatus(message, "delivered");
        StubLedger.Entry taken = taken("linked").getFirst();
        stub.advance("linked", taken.id(), 3);
        awaitStatus(message, "read");
        assertThat(taken.text()).isEqualTo("Guten Tag");
        assertThat(made.toString() + product.get("/api/v1/sessions/linked")).doesNotContain(API_KEY);
    }

    @Test
    void whoAnswersStopIsNotWrittenToAgain() {
        linked("stops", 4_915_100_000_002L);
        awaitStatus(message("stops", "+4915112345602", "Hallo"), "delivered");

        stub.say("stops", "4915112345602@c.us", "STOP");

        await().atMost(PATIENCE)
                .until(() -> product.get("/api/v1/opt-outs").toString().contains("4915112345602"));
        assertThat(product.any(
                                "POST",
                                "/api/v1/messages",
                                Map.of("sessionId", "stops", "to", "+4915112345602", "text", "Noch einmal"))
                        .code())
                .isEqualTo("opted_out");
        assertThat(taken("stops")).extracting(StubLedger.Entry::text).containsExactly("Hallo");
    }

    @Test
    void anOutcomeThatNobodyKnowsIsSettledByEvidenceAndNothingIsRepeated() {
        linked("doubt", 4_915_100_000_003L);
        stub.behave("doubt", StubBehaviour.GOOD.silent());
        stub.expect("doubt", Mood.RESET_AFTER);

        long message = message("doubt", "+4915112345603", "einmal");

        awaitStatus(message, "delivered");
        assertThat(taken("doubt")).extracting(StubLedger.Entry::text).containsExactly("einmal");
    }

    @Test
    void whileWahaIsAwayMessagesWaitWithAReasonAndGoOnceItIsBack() {
        linked("away", 4_915_100_000_004L);
        process.kill();
        long message = message("away", "+4915112345604", "später");
        product.awaitState("away", "disconnected");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(told(message).path("reason").asString("")).isIn("session_down", "retry"));

        process = new StubProcess(process.port(), folder, API_KEY);

        awaitStatus(message, "delivered");
        assertThat(taken("away")).extracting(StubLedger.Entry::text).containsExactly("später");
    }

    @Test
    void whatItsUserSwitchesOffRestsAtWahaAndComesBackWithoutACode() {
        linked("rests", 4_915_100_000_005L);

        product.post("/api/v1/sessions/rests/stop", Map.of());
        await().atMost(PATIENCE)
                .until(() -> stub.show("rests").path("status").asString().equals("STOPPED"));
        product.post("/api/v1/sessions/rests/start", Map.of());
        product.awaitState("rests", "ready");
        product.post("/api/v1/sessions/rests/restart", Map.of());

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(stub.calls().toString()).contains("\"POST /api/sessions/rests/restart\":1"));
        product.awaitState("rests", "ready");
    }

    private JsonNode made(String name) {
        return product.post(
                "/api/v1/sessions",
                Map.of(
                        "id",
                        name,
                        "name",
                        name,
                        "engine",
                        "waha",
                        "settings",
                        Map.of("baseUrl", stub.baseUrl(), "apiKey", API_KEY, "session", name)));
    }

    private void linked(String name, long phone) {
        made(name);
        product.awaitState(name, "qr_generated");
        stub.scan(name, phone);
        ready(name);
    }

    private void ready(String name) {
        product.awaitState(name, "ready");
        product.patch(
                "/api/v1/sessions/" + name, Map.of("hourlyLimit", 1000, "dailyLimit", 1000, "typingSimulation", false));
    }

    private long message(String session, String to, String text) {
        return product.post(
                        "/api/v1/messages",
                        Map.of("sessionId", session, "to", to, "text", text, "kind", "transactional"))
                .path("id")
                .asLong();
    }

    private JsonNode told(long message) {
        return product.get("/api/v1/messages/" + message);
    }

    private void awaitStatus(long message, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told(message).path("status").asString())
                        .as(told(message).toString())
                        .isEqualTo(status));
    }

    private static List<StubLedger.Entry> taken(String session) {
        return StubLedger.read(WahaStub.ledgerIn(folder)).stream()
                .filter(entry -> entry.session().equals(session))
                .toList();
    }

    private HttpPort.Answer handOn(HttpPort.Request request) {
        int status = product.server
                .send(
                        request.method(),
                        request.path(),
                        request.body(),
                        "x-webhook-hmac",
                        request.headers().getOrDefault("x-webhook-hmac", ""),
                        "Content-Type",
                        "application/json")
                .status();
        return new HttpPort.Answer.Sent(status, Map.of(), "");
    }
}
