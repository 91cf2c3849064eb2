package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Capabilities.Content;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.pigeon.PigeonEngine;
import io.staffetta.server.pigeon.PigeonPost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Direct messages that are more than a text, and what is refused before it is queued. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectContentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SEAL = "the seal";

    private final RunningServer server = RunningServer.start(Map.of(), PigeonEngine.class);
    private final String[] key = {"X-Api-Key", server.setUp()};
    private final PigeonEngine engine = server.bean(PigeonEngine.class);
    private String webhook = "";
    private long people = 393_339_960_000L;

    @BeforeAll
    void session() {
        engine.templates = List.of(
                PigeonEngine.template("invito", MessageTemplate.APPROVED, "1"),
                PigeonEngine.template("bozza", "PENDING", "1"),
                withDocument());
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
    void aTemplateLeavesWithItsValuesAndIsShown() {
        long phone = stranger();

        String id = sent(send(
                phone,
                "\"text\":\"Invito per {{nome}}\",\"variables\":{\"nome\":\"Anna\"},\"template\":"
                        + template("invito", "{{nome}}")));

        assertThat(awaited(phone).template()).contains(TemplateMessage.of("invito", "it", List.of("Anna")));
        JsonNode shown = get("/api/v1/messages/" + id);
        assertThat(shown.path("text").asString()).isEqualTo("Invito per Anna");
        assertThat(shown.path("template").path("name").asString()).isEqualTo("invito");
        assertThat(shown.path("template").path("body").get(0).asString()).isEqualTo("Anna");
    }

    @Test
    void aTextOfOnesOwnReachesOnlyThoseWhoWroteWithinADay() {
        long phone = stranger();
        assertThat(send(phone, "\"text\":\"Ciao\"").code()).isEqualTo("template_required");

        wrote(phone);

        sent(send(phone, "\"text\":\"Ciao\""));
        assertThat(awaited(phone).text()).isEqualTo("Ciao");
    }

    @Test
    void aTextThatGoesWhenTheDayIsOverIsRefusedToday() {
        long phone = stranger();
        wrote(phone);
        String later = Instant.now().plus(Duration.ofHours(25)).toString();

        assertThat(send(phone, "\"text\":\"Ciao\",\"sendAt\":\"" + later + "\"").code())
                .isEqualTo("template_required");
    }

    @Test
    void aTemplateThatWouldBeRefusedIsRefusedHere() {
        long phone = stranger();
        assertThat(send(phone, "\"template\":" + template("nessuno", "Anna")).code())
                .isEqualTo("template_unknown");
        assertThat(send(phone, "\"template\":" + template("bozza", "Anna")).code())
                .isEqualTo("template_not_approved");
        assertThat(send(phone, "\"template\":{\"name\":\"invito\",\"language\":\"it\"}")
                        .code())
                .isEqualTo("template_body_values");
        Answer missing = send(phone, "\"template\":" + template("invito", "{{nome}}"));
        assertThat(missing.code()).isEqualTo("template_variables_missing");
        assertThat(missing.json().path("details").path("missing").get(0).asString())
                .isEqualTo("nome");
        assertThat(send(phone, "\"media\":" + picture() + ",\"template\":" + template("invito", "Anna"))
                        .code())
                .isEqualTo("template_and_media");
        assertThat(send(phone, "\"kind\":\"transactional\"").code()).isEqualTo("message_empty");
    }

    @Test
    void aPictureLeavesWithItsCaption() {
        long phone = stranger();
        wrote(phone);

        String id = sent(send(phone, "\"text\":\"Eccola\",\"media\":" + picture()));

        OutboundMessage left = awaited(phone);
        assertThat(left.text()).isEqualTo("Eccola");
        assertThat(left.media().orElseThrow().source()).isEqualTo(new Media.Source.Link("https://example.org/a.png"));
        assertThat(get("/api/v1/messages/" + id).path("media").path("url").asString())
                .isEqualTo("https://example.org/a.png");
    }

    @Test
    void aDocumentNeedsNoCaptionAndALongOneIsRefused() {
        long phone = stranger();
        wrote(phone);
        String document = "{\"kind\":\"document\",\"url\":\"https://example.org/a.pdf\",\"fileName\":\"Listino.pdf\"}";

        assertThat(send(phone, "\"text\":\"" + "x".repeat(1025) + "\",\"media\":" + document)
                        .code())
                .isEqualTo("invalid_caption");
        sent(send(phone, "\"media\":" + document));

        assertThat(awaited(phone).media().orElseThrow().fileName()).contains("Listino.pdf");
    }

    @Test
    void whatTheEngineCannotCarryIsRefused() {
        long phone = stranger();
        wrote(phone);
        engine.carries = Set.of(Content.DOCUMENT);
        try {
            assertThat(send(phone, "\"media\":" + picture()).code()).isEqualTo("media_not_supported");
            assertThat(send(phone, "\"template\":" + template("invito", "Anna")).code())
                    .isEqualTo("template_not_supported");
        } finally {
            engine.carries = Set.of(Content.values());
        }
    }

    @Test
    void aFileIsHandedOverOnceAndLeavesWithEveryMessage() {
        String file = upload("Listino.pdf", "application/pdf", "%PDF-1.7 il listino");
        long anna = stranger();
        long bruno = stranger();
        wrote(anna);
        wrote(bruno);

        String id = sent(send(anna, "\"media\":{\"kind\":\"document\",\"id\":\"" + file + "\"}"));
        sent(send(bruno, "\"media\":{\"kind\":\"document\",\"id\":\"" + file + "\",\"fileName\":\"Per te.pdf\"}"));

        Media first = awaited(anna).media().orElseThrow();
        assertThat(first.source()).isEqualTo(new Media.Source.Uploaded("pigeon-file-Listino.pdf"));
        assertThat(first.fileName()).contains("Listino.pdf");
        assertThat(awaited(bruno).media().orElseThrow().fileName()).contains("Per te.pdf");
        assertThat(engine.files)
                .filteredOn(name -> name.startsWith("Listino.pdf"))
                .hasSize(1);
        assertThat(get("/api/v1/messages/" + id).path("media").path("id").asString())
                .isEqualTo(file);
    }

    @Test
    void aFileThatIsWaitedForIsNotDeleted() {
        String file = upload("Orari.txt", "text/plain", "Aperti il sabato");
        String id = sent(server.send(
                "POST",
                "/api/v1/messages",
                "{\"sessionId\":\"shop\",\"to\":\"+" + stranger() + "\",\"sendAt\":\""
                        + Instant.now().plus(Duration.ofDays(2))
                        + "\",\"template\":{\"name\":\"scheda\",\"language\":\"it\",\"media\":{\"kind\":\"document\",\"id\":\""
                        + file + "\"}}}",
                key));
        assertThat(server.send("DELETE", "/api/v1/media/" + file, null, key).code())
                .isEqualTo("media_in_use");

        server.database()
                .jdbc()
                .sql("update message set state = 'skipped', reason = 'cancelled' where id = ?")
                .param(Long.parseLong(id))
                .update();

        assertThat(server.send("DELETE", "/api/v1/media/" + file, null, key).status())
                .isEqualTo(204);
        assertThat(server.get("/api/v1/media/" + file, key).code()).isEqualTo("media_not_found");
    }

    @Test
    void whatTheEngineDoesNotTakeNowIsTriedAgainAndWhatItNeverTakesFails() {
        long anna = stranger();
        long bruno = stranger();
        wrote(anna);
        wrote(bruno);
        String file = upload("Mappa.txt", "text/plain", "Prima a destra");
        try {
            engine.refusesFiles = "time_out";
            String later = sent(send(anna, "\"media\":{\"kind\":\"document\",\"id\":\"" + file + "\"}"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get("/api/v1/messages/" + later)
                                    .path("lastError")
                                    .asString(""))
                            .contains("media_time_out"));
            assertThat(get("/api/v1/messages/" + later).path("status").asString())
                    .isEqualTo("queued");

            engine.refusesFiles = "media_size";
            String never = sent(send(bruno, "\"media\":{\"kind\":\"document\",\"id\":\"" + file + "\"}"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get("/api/v1/messages/" + never)
                                    .path("status")
                                    .asString())
                            .isEqualTo("failed"));
        } finally {
            engine.refusesFiles = "";
        }
        assertThat(engine.sent).noneMatch(message -> message.phone() == anna || message.phone() == bruno);
    }

    @Test
    void aFileGoesAsWhatItIsAndACampaignNamesOnlyFilesThatAreThere() {
        String file = upload("Orto.txt", "text/plain", "Zucchine");
        assertThat(send(stranger(), "\"media\":{\"kind\":\"image\",\"id\":\"" + file + "\"}")
                        .code())
                .isEqualTo("media_kind_mismatch");
        Answer campaign = server.send(
                "POST",
                "/api/v1/campaigns",
                "{\"name\":\"Invito\",\"sessionId\":\"shop\",\"messageTemplate\":{\"name\":\"scheda\",\"language\":\"it\","
                        + "\"media\":{\"kind\":\"image\",\"id\":\"nessuno\"}}}",
                key);
        assertThat(campaign.code()).isEqualTo("media_not_found");
    }

    @Test
    void howTheOtherSideRatesTheNumberIsShown() {
        assertThat(get("/api/v1/sessions/shop").path("quality").isNull()).isTrue();
        String body = "rated low";
        assertThat(server.send("POST", webhook, body, "X-Seal", PigeonPost.seal(SEAL, body))
                        .status())
                .isEqualTo(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get("/api/v1/sessions/shop").path("quality").asString(""))
                        .isEqualTo("low"));
        assertThat(get("/api/v1/sessions/shop").path("state").asString()).isEqualTo("ready");
    }

    private String upload(String name, String type, String content) {
        return ok(server.send(
                        "POST", "/api/v1/media?fileName=" + name, content, "X-Api-Key", key[1], "Content-Type", type))
                .path("id")
                .asString();
    }

    private static MessageTemplate withDocument() {
        MessageTemplate plain = PigeonEngine.template("scheda", MessageTemplate.APPROVED);
        return new MessageTemplate(
                plain.id(),
                plain.name(),
                plain.language(),
                plain.category(),
                plain.status(),
                MessageTemplate.Header.DOCUMENT,
                plain.body(),
                plain.bodyPlaces(),
                plain.headerPlaces(),
                plain.footer(),
                plain.buttons());
    }

    private long stranger() {
        return ++people;
    }

    private void wrote(long phone) {
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

    private Answer send(long phone, String content) {
        return server.send(
                "POST", "/api/v1/messages", "{\"sessionId\":\"shop\",\"to\":\"+" + phone + "\"," + content + "}", key);
    }

    private static String sent(Answer answer) {
        return ok(answer).path("id").asString();
    }

    private OutboundMessage awaited(long phone) {
        await().atMost(PATIENCE).until(() -> engine.sent.stream().anyMatch(message -> message.phone() == phone));
        return engine.sent.stream()
                .filter(message -> message.phone() == phone)
                .findFirst()
                .orElseThrow();
    }

    private static String template(String name, String value) {
        return "{\"name\":\"" + name + "\",\"language\":\"it\",\"body\":[\"" + value + "\"]}";
    }

    private static String picture() {
        return "{\"kind\":\"image\",\"url\":\"https://example.org/a.png\"}";
    }

    private JsonNode get(String path) {
        return ok(server.get(path, key));
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json();
    }
}
