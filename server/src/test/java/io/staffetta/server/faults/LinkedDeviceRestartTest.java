package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A linked device through the whole product, which is killed: real Baileys, a real database, a stand-in for WhatsApp. */
class LinkedDeviceRestartTest {

    private static final long OURS = 393331000001L;
    private static final long PERSON = 393331000002L;

    @TempDir
    private Path folder;

    private StandInWhatsApp whatsApp;
    private Product product;
    private Shop shop;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        whatsApp = StandInWhatsApp.startOrSkip(folder.resolve("whatsapp"));
        product = new Product(folder, whatsApp.options());
        product.start("");
        product.setUp();
        shop = new Shop(product);
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

    private void deliver(String text) {
        JsonNode message = product.api()
                .post(
                        "/api/v1/messages",
                        Map.of("sessionId", "shop", "to", "+" + PERSON, "text", text, "kind", "transactional"))
                .orFail()
                .body();
        shop.patiently("a delivered message")
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
        shop.link(whatsApp, OURS);
        deliver("before");
        List<ProcessHandle> sidecar = nodes(product.descendants());
        assertThat(sidecar).hasSize(1);

        product.killJvm();
        shop.patiently("the end of the sidecar").until(() -> !sidecar.getFirst().isAlive());
        product.start("");
        shop.awaitState("ready");
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
