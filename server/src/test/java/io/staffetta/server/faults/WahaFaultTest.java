package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final String PUBLIC_URL = "--staffetta.public-url=" + Product.ADDRESS;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Path there;
    private StubProcess waha;
    private Product product;
    private Shop shop;
    private Shop branch;

    @Test
    void nothingIsLostOrRepeatedWhoeverIsKilled() throws IOException {
        boolean full = System.getProperty("staffetta.faults", "").equals("full");
        int people = full ? 400 : 60;
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("fault run over WAHA with seed " + seed + " in " + folder);
        there = Files.createDirectories(folder.resolve("waha"));
        waha = new StubProcess(0, there, API_KEY);
        product = new Product(folder, List.of("--staffetta.outbound.allow=127.0.0.0/8", PUBLIC_URL));
        try {
            product.start("");
            product.setUp();
            shop = new Shop(product);
            branch = new Shop(product, "branch");
            link(shop, "shop", 4_915_100_000_001L, Mood.SLOW, Mood.STALL);
            link(branch, "branch", 4_915_100_000_002L);
            String campaign = shop.startCampaign(LongStream.range(FIRST_PERSON, FIRST_PERSON + people));
            dieWithAMessageOnItsWay();
            Random random = new Random(seed);
            Meddling meddling = new Meddling(
                    product.api(),
                    random,
                    List.of(campaign),
                    List.of("shop", "branch"),
                    () -> FIRST_PERSON + random.nextInt(people));
            kill(random, meddling, full ? 15 : 3, people);

            System.out.println("over WAHA: " + meddling);
            // How much a short round sees before its work is done depends on the machine's speed.
            assertThat(!full || meddling.complete()).as(meddling.toString()).isTrue();
            shop.settle(() -> taken().stream().map(StubLedger.Entry::id).toList());
            shop.proves(people, ledger());
        } finally {
            product.stop();
            waha.close();
        }
    }

    private void link(Shop which, String session, long phone, Mood... moods) {
        try (StubRemote remote = new StubRemote(waha.port())) {
            which.open("waha", Map.of("baseUrl", remote.baseUrl(), "apiKey", API_KEY, "session", session));
            which.awaitState("qr_generated");
            remote.expect(session, moods);
            remote.scan(session, phone);
            which.awaitState("ready");
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

    /** In turn the product, WAHA and the product with its database die, each after somebody meddled and more arrived. */
    private void kill(Random random, Meddling meddling, int kills, int people) throws IOException {
        for (int i = 0; i < kills; i++) {
            meddling.once();
            int enough = Math.min(people * (i + 1) / (kills + 1), taken().size() + 1 + random.nextInt(6));
            shop.patiently("messages that arrive").until(() -> taken().size() >= enough || shop.done());
            switch (i % 3) {
                case 0 -> {
                    product.killJvm();
                    product.start("");
                }
                case 1 -> {
                    int port = waha.port();
                    waha.kill();
                    waha = new StubProcess(port, there, API_KEY);
                }
                default -> {
                    product.killBoth();
                    product.start("");
                }
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
