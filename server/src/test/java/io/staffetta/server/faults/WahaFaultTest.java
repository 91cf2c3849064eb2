package io.staffetta.server.faults;

import io.staffetta.waha.stub.Mood;
import io.staffetta.waha.stub.StubLedger;
import io.staffetta.waha.stub.StubProcess;
import io.staffetta.waha.stub.StubRemote;
import io.staffetta.waha.stub.WahaStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A campaign goes out through a WAHA while the product and WAHA are killed in turn; {@code -Dseed=N} to repeat one. */
class WahaFaultTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String API_KEY = "stub-api-key";
    private static final long FIRST_PERSON = 393330000000L;
    private static final int PEOPLE = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Path there;
    private StubProcess waha;
    private Product product;
    private Shop shop;

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
            shop = new Shop(product);
            link();
            shop.startCampaign(LongStream.range(FIRST_PERSON, FIRST_PERSON + PEOPLE));
            dieWithAMessageOnItsWay();
            kill(new Random(seed), full ? 12 : 4);

            shop.settle(() -> taken().stream().map(StubLedger.Entry::id).toList());
            shop.proves(PEOPLE, ledger());
        } finally {
            product.stop();
            waha.close();
        }
    }

    private void link() {
        try (StubRemote remote = new StubRemote(waha.port())) {
            shop.open("waha", Map.of("baseUrl", remote.baseUrl(), "apiKey", API_KEY, "session", "shop"));
            shop.awaitState("qr_generated");
            remote.expect("shop", Mood.SLOW, Mood.STALL);
            remote.scan("shop", 4_915_100_000_001L);
            shop.awaitState("ready");
        }
    }

    /**
     * The product dies at the two moments that matter: a message was taken and not answered, then one was handed over and
     * not taken. WAHA holds them there; halt points inside the product are refused where sessions are real.
     */
    private void dieWithAMessageOnItsWay() {
        try (StubRemote remote = new StubRemote(waha.port())) {
            shop.patiently("a message that is taken and not answered").until(() -> !taken().isEmpty());
            product.killJvm();
            product.start("");
            shop.patiently("a message that is handed over and not taken")
                    .until(() -> remote.calls().path("POST /api/sendText").asInt(0) == 2);
            product.killJvm();
            product.start("");
        }
    }

    /** In turn the product and WAHA die, each after a few more messages have arrived. */
    private void kill(Random random, int kills) {
        for (int i = 0; i < kills; i++) {
            int enough = Math.min(PEOPLE - 2 * kills, taken().size() + 1 + random.nextInt(6));
            shop.patiently("messages that arrive").until(() -> taken().size() >= enough);
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
