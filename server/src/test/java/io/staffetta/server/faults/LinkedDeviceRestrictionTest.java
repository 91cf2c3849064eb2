package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** WhatsApp restricts a linked number for a time: what the API shows of it, and what becomes of a campaign. */
class LinkedDeviceRestrictionTest {

    private static final long OURS = 393331000001L;
    private static final long KNOWN = 393333000001L;
    private static final long STRANGER = 393333000002L;
    private static final long LAST_STRANGER = 393333000004L;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
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
        shop.link(whatsApp, OURS);
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
    void itsEndIsShownStrangersWaitForItAndOthersDoNot() throws IOException, InterruptedException {
        awaitEnd(shop.startCampaign(LongStream.of(KNOWN)));
        Instant inAnHour = inSeconds(3600);
        whatsApp.stands(OURS, Map.of("timelock", timelock(inAnHour)));
        whatsApp.phone(STRANGER, "policy", Map.of("nackCode", 463, "faultTimes", 1));

        String strangers = shop.startCampaign(LongStream.rangeClosed(STRANGER, LAST_STRANGER));

        awaitRestriction(inAnHour, "timelock_web_companion_only");
        shop.patiently("a campaign that waits for it").untilAsserted(() -> {
            JsonNode wait = campaign(strangers).path("wait");
            assertThat(wait.path("reason").asString("")).isEqualTo("restricted");
            assertThat(wait.path("nextAt").asString("")).isEqualTo(inAnHour.toString());
        });
        awaitEnd(shop.startCampaign(LongStream.of(KNOWN)));
        assertThat(arrivedAt(STRANGER, LAST_STRANGER)).isEmpty();

        // The cap of new chats has another end, and is told with the next connection.
        Instant inTwoHours = inSeconds(7200);
        whatsApp.stands(OURS, Map.of("cap", cap(inTwoHours)));
        reconnect();
        awaitRestriction(inTwoHours, "new_chat_cap");

        whatsApp.stands(OURS, Map.of("cap", cap(inSeconds(20))));
        reconnect();
        awaitEnd(strangers);

        shop.awaitState("ready");
        assertThat(shop.session().path("restriction").isNull()).isTrue();
        assertThat(whatsApp.events("nack"))
                .as("refused once, never tried again")
                .hasSize(1);
        assertThat(arrivedAt(STRANGER, LAST_STRANGER)).hasSize(3).doesNotHaveDuplicates();
    }

    private static Instant inSeconds(int seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Map<String, ?> timelock(Instant end) {
        return Map.of(
                "is_active",
                true,
                "time_enforcement_ends",
                Long.toString(end.getEpochSecond()),
                "enforcement_type",
                "WEB_COMPANION_ONLY");
    }

    private static Map<String, ?> cap(Instant end) {
        return Map.of("capping_status", "CAPPED", "cycle_end_timestamp", Long.toString(end.getEpochSecond()));
    }

    private void awaitRestriction(Instant end, String kind) {
        shop.patiently("a restriction: " + kind).untilAsserted(() -> {
            JsonNode session = shop.session();
            assertThat(session.path("state").asString("")).isEqualTo("restricted");
            assertThat(session.at("/restriction/kind").asString("")).isEqualTo(kind);
            assertThat(session.at("/restriction/until").asString("")).isEqualTo(end.toString());
        });
    }

    private void reconnect() {
        product.api().post("/api/v1/sessions/shop/restart", Map.of()).orFail();
    }

    private void awaitEnd(String campaign) {
        shop.patiently("a completed campaign")
                .until(() -> campaign(campaign).path("status").asString("").equals("completed"));
    }

    private JsonNode campaign(String id) {
        return product.api().get("/api/v1/campaigns/" + id).body();
    }

    private List<String> arrivedAt(long first, long last) throws IOException, InterruptedException {
        return whatsApp.ledger().stream()
                .map(entry -> entry.path("to").asString())
                .filter(to -> Long.parseLong(to) >= first && Long.parseLong(to) <= last)
                .toList();
    }
}
