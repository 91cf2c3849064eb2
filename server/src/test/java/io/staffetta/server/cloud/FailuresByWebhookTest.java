package io.staffetta.server.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Meta takes a message, and says by webhook that it failed: the same code means what it means when said at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresByWebhookTest {

    /** By code: where the message ends, with the phone that gets this code. */
    private static final Map<Integer, String> ENDS = new TreeMap<>(Map.ofEntries(
            Map.entry(131026, "failed not_on_whatsapp"),
            Map.entry(131021, "failed invalid_number"),
            Map.entry(131050, "failed opted_out"),
            Map.entry(130472, "failed refused"),
            Map.entry(131047, "failed refused"),
            Map.entry(132001, "failed refused"),
            Map.entry(131999, "failed refused"),
            Map.entry(131049, "failed not_delivered"),
            Map.entry(131056, "failed not_delivered"),
            Map.entry(130429, "failed not_delivered"),
            Map.entry(131000, "failed not_delivered"),
            Map.entry(131016, "failed not_delivered"),
            Map.entry(80007, "failed not_delivered")));

    @TempDir
    static Path folder;

    private CloudShop shop;

    @BeforeAll
    void start() {
        shop = new CloudShop(folder);
        shop.ready("shop");
    }

    @AfterAll
    void stop() {
        shop.close();
    }

    @Test
    void everyCodeEndsItsMessageForItsOwnReason() {
        ENDS.keySet().forEach(code -> fails(phone(code), code));

        String campaign = shop.started("shop", ENDS.keySet().stream().map(FailuresByWebhookTest::phone), Map.of());

        await().atMost(CloudShop.PATIENCE)
                .untilAsserted(() -> ENDS.forEach((code, end) ->
                        assertThat(end(campaign, phone(code))).as("%d", code).isEqualTo(end)));
        await().atMost(CloudShop.PATIENCE)
                .untilAsserted(() -> assertThat(shop.get("/api/v1/opt-outs").toString())
                        .as("who stopped is not written to again")
                        .contains(phone(131050))
                        .doesNotContain(phone(131026)));
        assertThat(shop.campaign(campaign).path("status").asString()).isEqualTo("completed");
        assertThat(takenFor(phone(131000))).as("never sent again by itself").isOne();

        shop.post("/api/v1/messages/retry-failed", Map.of("campaignId", campaign));

        await().atMost(CloudShop.PATIENCE)
                .untilAsserted(() -> assertThat(end(campaign, phone(131000))).startsWith("read"));
        assertThat(end(campaign, phone(131050))).as("an opt-out beats a retry").isEqualTo("failed opted_out");
        assertThat(takenFor(phone(131050))).isOne();
    }

    @Test
    void aTemplateThatMetaPausedPausesItsCampaign() {
        List<String> phones = List.of("393400000001", "393400000002", "393400000003");
        phones.forEach(phone -> fails(phone, 132015));
        Map<String, Object> slowly = Map.of("min", 600_000, "max", 600_000);

        String campaign = shop.started("shop", phones.stream(), Map.of("messageDelay", slowly));

        await().atMost(CloudShop.PATIENCE)
                .untilAsserted(
                        () -> assertThat(shop.campaign(campaign).path("status").asString())
                                .isEqualTo("paused"));
        assertThat(shop.campaign(campaign).path("statusReason").asString()).isEqualTo("template_refused");
        assertThat(phones.stream().map(phone -> end(campaign, phone)))
                .as("the others wait")
                .filteredOn("failed refused"::equals)
                .hasSize(1);
    }

    @Test
    void whatStopsTheNumberStopsItAndTheMessageMayBeTriedAgain() {
        shop.ready("unpaid");
        fails("393490000001", 131042);

        String campaign = shop.started("unpaid", Stream.of("393490000001"), Map.of());

        await().atMost(CloudShop.PATIENCE)
                .untilAsserted(() -> assertThat(end(campaign, "393490000001")).isEqualTo("failed not_delivered"));
        await().atMost(CloudShop.PATIENCE).untilAsserted(() -> {
            JsonNode session = shop.get("/api/v1/sessions/unpaid");
            assertThat(session.path("state").asString()).isEqualTo("error");
            assertThat(session.path("detail").asString()).isEqualTo("131042");
        });
    }

    private void fails(String phone, int code) {
        shop.stub.plan(phone, Map.of("kind", "ACCEPT", "statuses", List.of("sent", "failed:" + code)));
    }

    private String end(String campaign, String phone) {
        JsonNode message = shop.messageTo(campaign, phone);
        return (message.path("status").asString("") + " "
                        + message.path("reason").asString(""))
                .strip();
    }

    private long takenFor(String phone) {
        return shop.stub.taken().stream()
                .filter(taken -> taken.to().equals(phone))
                .count();
    }

    private static String phone(int code) {
        return "39333%07d".formatted(code);
    }
}
