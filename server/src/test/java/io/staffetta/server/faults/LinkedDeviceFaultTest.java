package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A campaign goes out over a linked device and everybody answers, while the product, its database and its sidecar are
 * killed.
 */
class LinkedDeviceFaultTest {

    private static final long OURS = 393331000001L;
    private static final long FIRST_PERSON = 393332000000L;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final boolean full = System.getProperty("staffetta.faults", "").equals("full");
    private final int people = full ? 150 : 24;
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

    @Test
    void nothingIsLostOrRepeatedWhateverIsKilled() throws IOException, InterruptedException {
        shop.link(whatsApp, OURS);
        for (long person = FIRST_PERSON; person < FIRST_PERSON + people; person++) {
            whatsApp.phone(person, "policy", Map.of("autoReply", "Grazie"));
        }
        // Taken, and the connection is gone before that is said.
        whatsApp.phone(FIRST_PERSON + 2, "policy", Map.of("dropBeforeAck", true, "faultTimes", 1));
        shop.startCampaign(LongStream.range(FIRST_PERSON, FIRST_PERSON + people));
        for (int round = 0; round < (full ? 9 : 3); round++) {
            kill(round);
        }

        shop.settle(() -> whatsApp.ledger().stream()
                .map(entry -> entry.path("messageId").asString())
                .toList());
        shop.proves(people, whatsApp.ledger());
        shop.patiently("every answer, once")
                .untilAsserted(() -> assertThat(shop.heard()).containsExactlyInAnyOrderElementsOf(answers()));
        assertThat(whatsApp.events("linked")).as("linked once only").hasSize(1);
    }

    private List<String> answers() throws IOException, InterruptedException {
        return whatsApp.events("say").stream()
                .map(event -> event.path("messageId").asString())
                .toList();
    }

    /** In turn the product, its sidecar, and the product with its database, each after a few more messages. */
    private void kill(int round) throws IOException, InterruptedException {
        int enough = Math.min(people - 4, whatsApp.ledger().size() + 3);
        shop.patiently("messages that arrive").until(() -> whatsApp.ledger().size() >= enough);
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
}
