package io.staffetta.server.web.doors.blast;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.DatabaseDigest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Making and running blasts, and what is answered where that cannot be. */
class BlastControlTest {

    private static BlastWorld world;

    @BeforeAll
    static void start() {
        world = new BlastWorld();
        world.numbers.ready("sender", "+628123456789");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    @Contract("door5.control")
    @Contract("door5.config")
    void aBlastIsMadeAsItIsAskedFor() {
        Answer answer = world.post("", """
                {"campaignName": "Promo", "whatsappSessionId": "sender", "messageTemplate": "Hello {{name}}",
                 "config": {"messageDelay": {"min": 1000, "max": 3000}, "contactDelay": {"min": 2000, "max": 5000},
                   "businessHours": {"enabled": true, "startHour": 9, "endHour": 17, "timeZone": "Asia/Jakarta"}},
                 "headless": true}
                """);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonNode made = answer.json().path("data");
        assertThat(made.path("sessionId").asString()).matches("blast_[0-9]{8}_[0-9]{3}");
        assertThat(made.path("status").asString()).isEqualTo("IDLE");
        assertThat(made.path("whatsappSessionId").asString()).isEqualTo("sender");
        assertThat(made.path("config").toString())
                .isEqualTo("{\"messageDelay\":{\"min\":1000,\"max\":3000},\"contactDelay\":{\"min\":2000,\"max\":5000},"
                        + "\"businessHours\":{\"enabled\":true,\"startHour\":9,\"endHour\":17,"
                        + "\"timeZone\":\"Asia/Jakarta\"}}");
    }

    @Test
    @Contract("door5.control")
    @Contract("rules.ids")
    void aBlastIsRunByAnyOfItsThreeNames() {
        String publicId = world.numbers.draft("sender", 3, 60_000);
        String number = world.numbers.campaign(publicId).path("id").asString();
        String reference = world.numbers.campaign(publicId).path("reference").asString();

        assertThat(status(world.post("/" + reference + "/start", null))).isEqualTo("RUNNING");
        assertThat(status(world.post("/" + number + "/pause", null))).isEqualTo("PAUSED");
        assertThat(status(world.post("/" + publicId + "/resume", "{}"))).isEqualTo("RUNNING");
        assertThat(status(world.post("/" + reference + "/stop", null))).isEqualTo("STOPPED");
        refused(world.post("/" + number + "/resume", null), 409, "invalid_campaign_move");
    }

    @Test
    @Contract("door5.control")
    void whatCannotBeRunSaysWhy() {
        String empty = world.create("Empty", "sender");

        refused(world.post("/" + empty + "/start", null), 409, "no_recipients");
        refused(world.post("/" + empty + "/pause", null), 409, "invalid_campaign_move");
        refused(world.post("/blast_20200101_001/start", null), 404, "campaign_not_found");
        refused(world.post("/987654321/stop", null), 404, "campaign_not_found");
        refused(
                world.post("", "{\"campaignName\": \"a\", \"whatsappSessionId\": \"nobody\"}"),
                404,
                "session_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'The campaign has no recipients yet'",
        "it, 'La campagna non ha ancora destinatari'",
        "fr, 'The campaign has no recipients yet'"
    })
    @Contract("rules.language")
    void theDoorSpeaksEnglishUnlessAskedOtherwise(String language, String message) {
        String empty = world.create("Empty", "sender");
        String[] headers = language.isEmpty() ? new String[0] : new String[] {"Accept-Language", language};

        Answer answer = world.post("/" + empty + "/start", null, headers);

        assertThat(answer.json().path("message").asString()).isEqualTo(message);
        assertThat(answer.code()).isEqualTo("no_recipients");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 400 | missing_body",
                "no json | 400 | invalid_json",
                "{ | 400 | invalid_json",
                "[] | 400 | invalid_field",
                "\"text\" | 400 | invalid_field",
                "{} | 400 | invalid_field",
                "{\"campaignName\": \"a\"} | 400 | invalid_field",
                "{\"campaignName\": {}, \"whatsappSessionId\": \"sender\"} | 400 | invalid_field",
                "{\"campaignName\": \"\", \"whatsappSessionId\": \"sender\"} | 400 | invalid_campaign_name",
                "{\"campaignName\": \"a\", \"whatsappSessionId\": \"sender\", \"config\": 1} | 400 | invalid_field",
                "{\"campaignName\": \"a\", \"whatsappSessionId\": \"sender\", \"config\": {\"messageDelay\": {\"min\": 5, \"max\": 1}}} | 400 | invalid_delay",
                "{\"campaignName\": \"a\", \"whatsappSessionId\": \"sender\", \"config\": {\"businessHours\": {\"startHour\": 25}}} | 400 | invalid_hours",
                "{\"campaignName\": \"a\", \"whatsappSessionId\": \"sender\", \"messageTemplate\": \"{{\"} | 400 | template_invalid",
                "DEEP | 400 | invalid_json",
                "LARGE | 413 | body_too_large"
            })
    void aBodyThatCannotBeReadChangesNothing(String body, int status, String code) {
        DatabaseDigest digest = new DatabaseDigest(world.jdbc());
        Map<String, String> before = digest.take();
        String sent = switch (body) {
            case "DEEP" -> "{\"more\":" + "[".repeat(200) + "]".repeat(200) + "}";
            case "LARGE" -> "{\"campaignName\":\"" + "x".repeat(2_000_000) + "\"}";
            default -> body;
        };

        refused(world.post("", sent), status, code);

        assertThat(digest.take()).isEqualTo(before);
    }

    private static String status(Answer answer) {
        return BlastWorld.data(answer).path("status").asString();
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.json().path("message").asString()).isNotBlank();
    }
}
