package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CampaignRoutesTest {

    private static SimulatedNumbers numbers;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("a", "+39 333 111 2222");
        numbers.ready("b", "+39 333 444 5555");
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    void aCampaignComesBackAsItWasMade() {
        JsonNode made = numbers.post(
                "/api/v1/campaigns",
                Map.of(
                        "name",
                        "Invito",
                        "sessionId",
                        "a",
                        "template",
                        "Ciao {{nome}}",
                        "messageDelay",
                        Map.of("min", 1000, "max", 2000),
                        "businessHours",
                        Map.of("enabled", true, "startHour", 9, "endHour", 18, "timeZone", "Europe/Rome"),
                        "followUps",
                        List.of(Map.of("after", "PT48H", "template", "Ancora", "unlessReplied", true))));

        assertThat(made.path("status").asString()).isEqualTo("draft");
        assertThat(made.path("simulated").asBoolean()).isTrue();
        assertThat(made.path("messageDelay").path("max").asInt()).isEqualTo(2000);
        assertThat(made.path("businessHours").path("endHour").asInt()).isEqualTo(18);
        assertThat(made.path("followUps").get(0).path("after").asString()).isEqualTo("PT48H");
        assertThat(made.path("counters").path("pending").asInt()).isZero();
        assertThat(made.path("estimatedCompletion").isNull()).isTrue();
        for (String name : List.of("id", "publicId", "reference")) {
            assertThat(numbers.campaign(made.path(name).asString())
                            .path("publicId")
                            .asString())
                    .isEqualTo(made.path("publicId").asString());
        }
    }

    @Test
    void aTextComesInUpToFiveWordings() {
        Map<String, Object> wish = Map.of(
                "name", "Versioni", "sessionId", "a", "template", "Ciao {{nome}}", "variants", List.of("Ehi", "Salve"));
        JsonNode made = numbers.post("/api/v1/campaigns", wish);
        assertThat(made.path("variants").valueStream().map(JsonNode::asString)).containsExactly("Ehi", "Salve");
        assertThat(numbers.campaign(made.path("publicId").asString()).path("variants"))
                .hasSize(2);

        assertThat(create(Map.of(
                        "name",
                        "x",
                        "sessionId",
                        "a",
                        "template",
                        "Ciao",
                        "variants",
                        List.of("1", "2", "3", "4", "5"))))
                .isEqualTo("variants_invalid");
        assertThat(create(Map.of("name", "x", "sessionId", "a", "variants", List.of("Ehi"))))
                .isEqualTo("variants_invalid");
    }

    @Test
    void unknownFieldsAndWrongValuesAreRefused() {
        assertThat(create(Map.of("name", "x", "sessionId", "a", "headless", true)))
                .isEqualTo("unknown_field");
        assertThat(create(Map.of("sessionId", "a"))).isEqualTo("invalid_field");
        assertThat(create(Map.of("name", "x", "sessionId", "none"))).isEqualTo("session_not_found");
        assertThat(create(Map.of("name", "x", "sessionId", "a", "template", "Ciao {{nome")))
                .isEqualTo("template_invalid");
        assertThat(create(Map.of("name", "x", "sessionId", "a", "messageDelay", Map.of("min", 5, "max", 1))))
                .isEqualTo("invalid_delay");
        assertThat(create(Map.of(
                        "name", "x", "sessionId", "a", "followUps", List.of(Map.of("after", "2", "template", "x")))))
                .isEqualTo("invalid_follow_up");
        assertThat(create(Map.of("name", "x", "sessionId", "a", "businessHours", Map.of("startHour", 30))))
                .isEqualTo("invalid_hours");
    }

    @Test
    void aRepeatedCreationMakesOneCampaign() {
        Map<String, String> body = Map.of("name", "Una volta", "sessionId", "a");

        Answer first = numbers.any("POST", "/api/v1/campaigns", body, "Idempotency-Key", "k1");
        Answer second = numbers.any("POST", "/api/v1/campaigns", body, "Idempotency-Key", "k1");

        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    }

    @Test
    void aChangeOfAnOldVersionIsStale() {
        String id = numbers.draft("a", 1, 0);
        Answer seen = numbers.any("GET", "/api/v1/campaigns/" + id, Map.of());
        String path = "/api/v1/campaigns/" + id;

        Answer changed = numbers.any("PATCH", path, Map.of("name", "B"), "If-Match", seen.header("ETag"));
        Answer stale = numbers.any("PATCH", path, Map.of("name", "C"), "If-Match", seen.header("ETag"));

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("stale");
    }

    @Test
    void ofSeveralVersionsThatWereSeenOneHasToBeTheNewest() {
        String path = "/api/v1/campaigns/" + numbers.draft("a", 1, 0);
        String tag = numbers.any("GET", path, Map.of()).header("ETag");

        Answer stale = numbers.any("PATCH", path, Map.of("name", "B"), "If-Match", "\"x,y\", \"998\", W/\"999\"");
        Answer listed = numbers.any("PATCH", path, Map.of("name", "C"), "If-Match", "\"x\", " + tag + " ,\"999\"");
        Answer weakened = numbers.any("PATCH", path, Map.of("name", "D"), "If-Match", "W/" + listed.header("ETag"));

        assertThat(stale.status()).isEqualTo(412);
        assertThat(listed.status()).as(listed.text()).isEqualTo(200);
        assertThat(weakened.status()).as(weakened.text()).isEqualTo(200);
    }

    @Test
    void theFiguresOfACampaignAreToldEvenToWhoKnowsItsVersion() {
        String path = "/api/v1/campaigns/" + numbers.draft("a", 1, 0);
        String version = numbers.any("GET", path, Map.of()).header("ETag");

        Answer again = numbers.any("GET", path, Map.of(), "If-None-Match", version);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(version);
        assertThat(again.json().path("counters").isObject()).isTrue();
    }

    @Test
    void everyStepOfACampaignIsRefusedToWhoSawAnOldVersion() {
        String id = numbers.draft("a", 3, 60_000);
        String path = "/api/v1/campaigns/" + id;
        String later = Instant.now().plus(Duration.ofHours(1)).toString();

        onlyWithTheNewestVersion(id, "POST", path + "/schedule", Map.of("at", later));
        onlyWithTheNewestVersion(id, "DELETE", path + "/schedule", Map.of());
        onlyWithTheNewestVersion(id, "POST", path + "/start", Map.of());
        onlyWithTheNewestVersion(id, "PUT", path + "/session", Map.of("sessionId", "b"));
        onlyWithTheNewestVersion(id, "POST", path + "/pause", Map.of());
        onlyWithTheNewestVersion(id, "POST", path + "/resume", Map.of());
        onlyWithTheNewestVersion(id, "POST", path + "/stop", Map.of());
        onlyWithTheNewestVersion(id, "DELETE", path, Map.of());
    }

    /** Sends a change once with a version that has passed, and once with the newest one. */
    private static void onlyWithTheNewestVersion(String id, String method, String path, Map<String, ?> body) {
        String as = method + " " + path;
        Answer seen = numbers.any("GET", "/api/v1/campaigns/" + id, Map.of());
        int version = seen.json().path("version").asInt();
        assertThat(seen.header("ETag")).isEqualTo("\"" + version + "\"");

        Answer stale = numbers.any(method, path, body, "If-Match", "\"" + (version - 1) + "\"");

        assertThat(stale.status()).as(as).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("stale");
        assertThat(stale.json().path("details").path("version").asInt()).isEqualTo(version);
        JsonNode after = numbers.campaign(id);
        for (String field : List.of("version", "status", "sessionId", "scheduledAt")) {
            assertThat(after.path(field)).as(as).isEqualTo(seen.json().path(field));
        }

        Answer done = numbers.any(method, path, body, "If-Match", seen.header("ETag"));

        assertThat(done.status()).as(as + done.text()).isBetween(200, 204);
        if (done.status() == 200) {
            JsonNode campaign = done.json().has("campaign") ? done.json().path("campaign") : done.json();
            assertThat(campaign.path("version").asInt()).isGreaterThan(version);
            assertThat(done.header("ETag"))
                    .isEqualTo("\"" + campaign.path("version").asInt() + "\"");
        }
    }

    @Test
    @Contract("own.pages")
    void pagesGoThroughTheList() {
        numbers.draft("b", 1, 0);
        numbers.draft("b", 1, 0);

        JsonNode first = numbers.get("/api/v1/campaigns?sessionId=b&status=draft&limit=1&order=newest");
        JsonNode second = numbers.get("/api/v1/campaigns?sessionId=b&status=draft&limit=1&order=newest&cursor="
                + first.path("next").asString());

        assertThat(first.path("items").get(0).path("id").asLong())
                .isGreaterThan(second.path("items").get(0).path("id").asLong());
        assertThat(numbers.any("GET", "/api/v1/campaigns?status=walking", Map.of())
                        .code())
                .isEqualTo("invalid_parameter");
    }

    @Test
    void aCampaignIsSentAndItsCountersAddUp() {
        String id = numbers.started("a", 5, 0);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> numbers.campaign(id).path("status").asString().equals("completed"));
        JsonNode counters = numbers.campaign(id).path("counters");
        assertThat(counters.path("sent").asInt()).isEqualTo(5);
        assertThat(counters.path("total").asInt()).isEqualTo(5);
        assertThat(counters.path("pending").asInt()).isZero();
    }

    @Test
    void aRunningCampaignHasAnEstimate() {
        String id = numbers.started("a", 50, 60_000);

        assertThat(Instant.parse(
                        numbers.campaign(id).path("estimatedCompletion").asString()))
                .isAfter(Instant.now().plus(Duration.ofMinutes(45)));
        numbers.post("/api/v1/campaigns/" + id + "/stop", Map.of());
        assertThat(numbers.campaign(id).path("estimatedCompletion").isNull()).isTrue();
    }

    @Test
    void aScheduledCampaignStartsByItself() {
        String id = numbers.draft("a", 1, 0);
        numbers.post(
                "/api/v1/campaigns/" + id + "/schedule",
                Map.of("at", Instant.now().plusSeconds(2).toString()));
        assertThat(numbers.campaign(id).path("wait").path("reason").asString()).isEqualTo("scheduled");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> numbers.campaign(id).path("status").asString().equals("completed"));
    }

    @Test
    void aStartBeyondAllThatCanBeForeseenIsRefused() {
        String id = numbers.draft("a", 2, 0);
        String path = "/api/v1/campaigns/" + id;
        String never = "+999999999-12-31T23:00:00Z";
        String asked = "?startAt=" + never.replace("+", "%2B");

        assertThat(numbers.any("GET", path + "/forecast" + asked, Map.of()).code())
                .isEqualTo("schedule_too_far");
        assertThat(numbers.get(path + "/preflight" + asked)
                        .at("/problems/0/code")
                        .asString())
                .isEqualTo("schedule_too_far");
        assertThat(numbers.any("POST", path + "/schedule", Map.of("at", "9999-12-31T23:00:00Z"))
                        .code())
                .isEqualTo("schedule_too_far");
        assertThat(numbers.campaign(id).path("status").asString()).isEqualTo("draft");
    }

    @Test
    void theNumberChangesThroughOurOwnRoute() {
        String id = numbers.started("a", 3, 60_000);
        String path = "/api/v1/campaigns/" + id + "/session";

        Answer outlook = numbers.any("PUT", path + "?dryRun=true", Map.of("sessionId", "b"));
        Answer changed = numbers.any("PUT", path, Map.of("sessionId", "b"));

        assertThat(outlook.json().path("wouldMove").asInt()).isBetween(2, 3);
        assertThat(changed.json().path("newSessionId").asString()).isEqualTo("b");
        assertThat(numbers.campaign(id).path("session").path("number").asString())
                .isEqualTo("+39 333 444 5555");
        assertThat(numbers.any("PUT", path, Map.of("sessionId", "b")).code()).isEqualTo("new_session_is_current");
        numbers.post("/api/v1/campaigns/" + id + "/stop", Map.of());
    }

    @Test
    @Contract("door1.lost-session")
    void aLoggedOutSessionPausesItsCampaigns() {
        numbers.ready("c", "+39 333 777 0001");
        String id = numbers.started("c", 3, 60_000);

        numbers.post("/api/v1/simulator/sessions/c/logout", Map.of());

        awaitPaused(id, "session_logged_out");
        assertThat(numbers.any("POST", "/api/v1/campaigns/" + id + "/resume", Map.of())
                        .code())
                .isEqualTo("session_logged_out");
    }

    @Test
    @Contract("door1.lost-session")
    void aBannedSessionPausesItsCampaignsWhichGoOnFromAnotherNumber() {
        numbers.ready("d", "+39 333 777 0002");
        String id = numbers.started("d", 3, 60_000);

        numbers.post("/api/v1/simulator/sessions/d/ban", Map.of());

        awaitPaused(id, "session_banned");
        String path = "/api/v1/campaigns/" + id;
        assertThat(numbers.any("PUT", path + "/session", Map.of("sessionId", "b"))
                        .status())
                .isEqualTo(200);
        assertThat(numbers.post(path + "/resume", Map.of()).path("status").asString())
                .isEqualTo("running");
        numbers.post(path + "/stop", Map.of());
    }

    @Test
    void aDeletedSessionPausesItsCampaignsUntilTheyGetAnother() {
        numbers.ready("e", "+39 333 777 0003");
        String id = numbers.started("e", 3, 60_000);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> numbers.campaign(id).path("counters").path("sent").asInt() == 1);

        numbers.any("DELETE", "/api/v1/sessions/e", Map.of());

        awaitPaused(id, "session_deleted");
        assertThat(numbers.campaign(id).path("sessionId").isNull()).isTrue();
        String path = "/api/v1/campaigns/" + id;
        assertThat(numbers.any("POST", path + "/resume", Map.of()).code()).isEqualTo("session_missing");
        assertThat(numbers.any("PUT", path + "/session", Map.of("sessionId", "b"))
                        .status())
                .isEqualTo(200);
        numbers.post(path + "/resume", Map.of());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> numbers.campaign(id).path("counters").path("sent").asInt() >= 2);
        numbers.post(path + "/stop", Map.of());
    }

    private static void awaitPaused(String id, String reason) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(numbers.campaign(id).path("status").asString()).isEqualTo("paused");
            assertThat(numbers.campaign(id).path("statusReason").asString()).isEqualTo(reason);
        });
    }

    private static String create(Map<String, ?> body) {
        return numbers.any("POST", "/api/v1/campaigns", body).code();
    }
}
