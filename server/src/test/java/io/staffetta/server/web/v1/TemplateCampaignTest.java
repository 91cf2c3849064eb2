package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Capabilities.Content;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.core.message.EndReason;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.pigeon.PigeonEngine;
import io.staffetta.server.pigeon.PigeonPost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Campaigns over an engine that takes approved templates only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplateCampaignTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SEAL = "the seal";

    private final RunningServer server = RunningServer.start(Map.of(), PigeonEngine.class);
    private final String[] key = {"X-Api-Key", server.setUp()};
    private final PigeonEngine engine = server.bean(PigeonEngine.class);
    private String webhook = "";
    private int people;

    @BeforeAll
    void session() {
        engine.templates = List.of(
                PigeonEngine.template("invito", MessageTemplate.APPROVED, "1"),
                PigeonEngine.template("bozza", "PENDING", "1"));
        ok(server.post(
                "/api/v1/sessions",
                Map.of(
                        "id",
                        "shop",
                        "engine",
                        "pigeon",
                        "settings",
                        Map.of("phone", "393331110001", "token", "t", "seal", SEAL)),
                key));
        webhook = get("/api/v1/sessions/shop").path("webhookUrl").asString();
        ok(server.send(
                "PATCH",
                "/api/v1/sessions/shop",
                "{\"hourlyLimit\":1000,\"dailyLimit\":1000,\"typingSimulation\":false}",
                key));
        await().atMost(PATIENCE)
                .until(() ->
                        get("/api/v1/sessions/shop").path("state").asString().equals("ready"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void templatesAreListedInPages() {
        JsonNode first = get("/api/v1/sessions/shop/templates?limit=1");
        assertThat(first.path("items").get(0).path("name").asString()).isEqualTo("invito");
        JsonNode second = get("/api/v1/sessions/shop/templates?limit=1&cursor="
                + first.path("next").asString());
        assertThat(second.path("items").get(0).path("approved").asBoolean()).isFalse();
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void aCampaignIsSentAsItsTemplateWithEachPersonsValues() {
        String id = campaign("\"messageTemplate\":" + mapping("invito", "{{nome}}"));
        long phone = recipients(id);
        assertThat(get("/api/v1/campaigns/" + id + "/preflight").path("ready").asBoolean())
                .isTrue();
        ok(start(id));
        await().atMost(PATIENCE).until(() -> sentTo(phone) != null);
        OutboundMessage sent = sentTo(phone);
        assertThat(sent.template()).contains(TemplateMessage.of("invito", "it", List.of("Anna")));
        assertThat(get("/api/v1/campaigns/" + id)
                        .path("messageTemplate")
                        .path("name")
                        .asString())
                .isEqualTo("invito");
    }

    @Test
    void aTextReachesOnlyThoseWhoWroteWithinADay() {
        String id = campaign("\"template\":\"Ciao {{nome}}\"");
        long phone = recipients(id);
        assertThat(start(id).code()).isEqualTo("template_required");
        assertThat(get("/api/v1/campaigns/" + id + "/preflight")
                        .path("problems")
                        .get(0)
                        .path("details")
                        .path("people")
                        .asInt())
                .isOne();
        assertThat(get("/api/v1/campaigns/" + id).path("status").asString()).isEqualTo("draft");

        String body = "wrote w" + phone + " " + phone + " Eccomi";
        assertThat(server.send("POST", webhook, body, "X-Seal", PigeonPost.seal(SEAL, body))
                        .status())
                .isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/campaigns/" + id + "/preflight")
                        .path("ready")
                        .asBoolean());
        ok(start(id));
        await().atMost(PATIENCE).until(() -> sentTo(phone) != null);
        assertThat(sentTo(phone).template()).isEmpty();
    }

    @Test
    void whatTheOtherSideWouldRefuseDoesNotStart() {
        assertThat(refused(mapping("bozza", "{{nome}}"))).isEqualTo("template_not_approved");
        assertThat(refused(mapping("nessuno", "{{nome}}"))).isEqualTo("template_unknown");
        assertThat(refused(mapping("invito", "{{nome}}\",\"due"))).isEqualTo("template_body_values");
        String picture = mapping("invito", "{{nome}}");
        picture = picture.substring(0, picture.length() - 1)
                + ",\"media\":{\"kind\":\"image\",\"url\":\"https://example.org/a.png\"}}";
        assertThat(refused(picture)).isEqualTo("template_header_media");
    }

    @Test
    void peopleWithoutAValueAreRefusedAtTheImport() {
        String id = campaign("\"messageTemplate\":" + mapping("invito", "{{citta}}"));
        JsonNode report = ok(server.send(
                "POST",
                "/api/v1/campaigns/" + id + "/recipients",
                "telefono,nome\n+393339980001,Anna\n",
                "X-Api-Key",
                key[1],
                "Content-Type",
                "text/csv"));
        assertThat(report.path("accepted").asInt()).isZero();
    }

    @Test
    void aNumberThatTakesTemplatesOnlyDoesNotTakeOverARunningCampaignOfTexts() {
        another("second", "393331110002");
        String id = campaign("\"template\":\"Ciao {{nome}}\"");
        heard(recipients(id));
        heard(recipients(id));
        ok(start(id));

        for (String dryRun : List.of("?dryRun=true", "")) {
            Answer refused = change(id, "second", dryRun);
            assertThat(refused.code()).isEqualTo("template_required");
            assertThat(refused.json().path("details").path("people").asInt()).isPositive();
        }
        assertThat(get("/api/v1/campaigns/" + id).path("sessionId").asString()).isEqualTo("shop");
        stopCampaign(id);
    }

    @Test
    void aNumberThatCarriesNoTemplatesDoesNotTakeOverACampaignOfThem() {
        another("third", "393331110003");
        String id = campaign("\"messageTemplate\":" + mapping("invito", "{{nome}}"));
        recipients(id);
        recipients(id);
        ok(start(id));
        assertThat(change(id, "third", "?dryRun=true").status()).isEqualTo(200);

        engine.carries = Set.of();
        try {
            assertThat(change(id, "third", "?dryRun=true").code()).isEqualTo("template_not_supported");
            assertThat(change(id, "third", "").code()).isEqualTo("template_not_supported");
        } finally {
            engine.carries = Set.of(Content.values());
        }
        assertThat(change(id, "third", "").status()).isEqualTo(200);
        stopCampaign(id);
    }

    private void another(String session, String phone) {
        ok(server.post(
                "/api/v1/sessions",
                Map.of(
                        "id",
                        session,
                        "engine",
                        "pigeon",
                        "settings",
                        Map.of("phone", phone, "token", "t", "seal", SEAL)),
                key));
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/sessions/" + session)
                        .path("state")
                        .asString()
                        .equals("ready"));
    }

    private Answer change(String campaign, String session, String query) {
        return server.send(
                "PUT",
                "/api/v1/campaigns/" + campaign + "/session" + query,
                "{\"sessionId\":\"" + session + "\"}",
                key);
    }

    private void stopCampaign(String campaign) {
        ok(server.post("/api/v1/campaigns/" + campaign + "/stop", Map.of(), key));
    }

    private void heard(long phone) {
        String body = "wrote w" + phone + " " + phone + " Eccomi";
        assertThat(server.send("POST", webhook, body, "X-Seal", PigeonPost.seal(SEAL, body))
                        .status())
                .isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> server.database()
                        .jdbc()
                        .sql("select exists (select 1 from inbound_message where phone = ?)")
                        .param(phone)
                        .query(Boolean.class)
                        .single());
    }

    @Test
    void aRefusedTemplatePausesTheCampaign() {
        engine.answer =
                message -> new SendOutcome.Refused(EndReason.TEMPLATE_ERROR, "132015", SendOutcome.Scope.TEMPLATE);
        try {
            String id = campaign("\"messageTemplate\":" + mapping("invito", "{{nome}}"));
            recipients(id);
            recipients(id);
            ok(start(id));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get("/api/v1/campaigns/" + id)
                                    .path("statusReason")
                                    .asString(""))
                            .isEqualTo("template_refused"));
        } finally {
            engine.answer = message -> new SendOutcome.Accepted("pigeon-" + message.attemptId());
        }
    }

    private String refused(String mapping) {
        String id = campaign("\"messageTemplate\":" + mapping);
        recipients(id);
        return start(id).code();
    }

    private static String mapping(String name, String value) {
        return "{\"name\":\"" + name + "\",\"language\":\"it\",\"body\":[\"" + value + "\"]}";
    }

    private String campaign(String content) {
        return ok(server.send(
                        "POST",
                        "/api/v1/campaigns",
                        "{\"name\":\"Invito\",\"sessionId\":\"shop\",\"messageDelay\":{\"min\":60000,\"max\":60000},"
                                + content + "}",
                        key))
                .path("publicId")
                .asString();
    }

    private long recipients(String campaign) {
        long phone = 393339970000L + ++people;
        JsonNode report = ok(server.send(
                "POST",
                "/api/v1/campaigns/" + campaign + "/recipients",
                "telefono,nome\n+" + phone + ",Anna\n",
                "X-Api-Key",
                key[1],
                "Content-Type",
                "text/csv"));
        assertThat(report.path("accepted").asInt()).as(report.toString()).isOne();
        return phone;
    }

    private Answer start(String campaign) {
        return server.post(
                "/api/v1/campaigns/" + campaign + "/start",
                Map.of("consent", Map.of("statement", "Hanno detto di sì al banco.")),
                key);
    }

    private OutboundMessage sentTo(long phone) {
        return engine.sent.stream()
                .filter(message -> message.phone() == phone)
                .findFirst()
                .orElse(null);
    }

    private JsonNode get(String path) {
        return ok(server.get(path, key));
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json();
    }
}
