package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A linked device through the whole product, which is killed: real Baileys, a real database, a stand-in for WhatsApp. */
class LinkedDeviceRestartTest {

    private static final long OURS = 393331000001L;
    private static final long PERSON = 393331000002L;
    private static final String SHOP = "/api/v1/sessions/shop";

    @TempDir
    private Path folder;

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

    private static ConditionFactory patiently(String what) {
        return await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    private void link() throws IOException, InterruptedException {
        product.api()
                .post("/api/v1/sessions", Map.of("id", "shop", "name", "Shop", "engine", "baileys"))
                .orFail();
        product.api().patch(SHOP, Map.of("typingSimulation", false)).orFail();
        patiently("a QR code").until(() -> !qr().isEmpty());
        whatsApp.phone(OURS, "scan", Map.of("qr", qr()));
        awaitReady();
    }

    private String qr() {
        ApiClient.Answer answer = product.api().getJson(SHOP + "/qr");
        return answer.ok() ? answer.body().path("code").asString("") : "";
    }

    private void awaitReady() {
        patiently("a ready session")
                .until(() -> product.api()
                        .get(SHOP)
                        .body()
                        .path("status")
                        .asString("")
                        .equals("ready"));
    }

    private void deliver(String text) {
        JsonNode message = product.api()
                .post(
                        "/api/v1/messages",
                        Map.of("sessionId", "shop", "to", "+" + PERSON, "text", text, "kind", "transactional"))
                .orFail()
                .body();
        patiently("a delivered message")
                .until(() -> product.api()
                        .get("/api/v1/messages/" + message.path("id").asString())
                        .body()
                        .path("status")
                        .asString("")
                        .equals("delivered"));
    }

    private static List<ProcessHandle> nodes(List<ProcessHandle> processes) {
        return processes.stream()
                .filter(process -> process.info().command().orElse("").endsWith("node"))
                .toList();
    }

    @Test
    void killedInTheMiddleItTakesItsSidecarAlongAndComesBackWithoutAQrCode() throws IOException, InterruptedException {
        link();
        deliver("before");
        List<ProcessHandle> sidecar = nodes(product.descendants());
        assertThat(sidecar).hasSize(1);

        product.killJvm();
        patiently("the end of the sidecar").until(() -> !sidecar.getFirst().isAlive());
        product.start("");
        awaitReady();
        deliver("after");

        assertThat(whatsApp.events("linked")).as("linked once only").hasSize(1);
        assertThat(whatsApp.ledger())
                .extracting(entry -> entry.path("text").asString())
                .containsExactly("before", "after");
        assertThat(whatsApp.events("decrypt-failed")).isEmpty();
        assertThat(Files.readString(product.log()))
                .as("no key material in the log")
                .doesNotContainIgnoringCase("noiseKey")
                .doesNotContainIgnoringCase("privKey")
                .doesNotContainIgnoringCase("advSecretKey")
                .doesNotContain("SessionEntry");
    }
}
