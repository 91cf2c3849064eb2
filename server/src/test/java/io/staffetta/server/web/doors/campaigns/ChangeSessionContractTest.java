package io.staffetta.server.web.doors.campaigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replays the first document against the running product. */
class ChangeSessionContractTest {

    private static SimulatedNumbers numbers;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("vecchia-sessione", "+39 098 765 4321");
        numbers.ready("nuova-sessione", "+39 123 456 7890");
        numbers.unlinked("sessione-disconnessa");
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    @Contract("door1.change-session")
    @Contract("door1.change-answer")
    void aChangeIsAnsweredKeyForKey() {
        String id = numbers.started("vecchia-sessione", 4, 60_000);
        await().atMost(Duration.ofSeconds(20)).until(() -> sent(id) == 1);

        Answer answer = change(id, """
                {"newWhatsappSessionId": "nuova-sessione", "headless": true}
                """);

        JsonNode body = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(body.propertyNames()).containsExactly("success", "data", "message", "changes");
        assertThat(body.path("message").asString())
                .isEqualTo("Sessione cambiata con successo. I messaggi rimanenti verranno inviati tramite "
                        + "+39 123 456 7890");
        JsonNode changes = body.path("changes");
        assertThat(changes.propertyNames())
                .containsExactly(
                        "oldSessionId",
                        "oldNumber",
                        "newSessionId",
                        "newNumber",
                        "campaignStatus",
                        "pendingMessages",
                        "sentMessages",
                        "inFlight");
        assertThat(changes.path("oldSessionId").asString()).isEqualTo("vecchia-sessione");
        assertThat(changes.path("oldNumber").asString()).isEqualTo("+39 098 765 4321");
        assertThat(changes.path("newSessionId").asString()).isEqualTo("nuova-sessione");
        assertThat(changes.path("newNumber").asString()).isEqualTo("+39 123 456 7890");
        assertThat(changes.path("campaignStatus").asString()).isEqualTo("running");
        assertThat(changes.path("pendingMessages").asInt()).isEqualTo(3);
        assertThat(changes.path("sentMessages").asInt()).isEqualTo(1);
        JsonNode data = body.path("data");
        assertThat(data.path("_id").asString()).isEqualTo(id).matches("[0-9a-f]{24}");
        assertThat(data.path("name").asString()).isEqualTo("Campagna Test");
        assertThat(data.path("status").asString()).isEqualTo("running");
        assertThat(data.path("whatsappSessionId").asString()).isEqualTo("nuova-sessione");
        assertThat(data.path("whatsappNumber").asString()).isEqualTo("+39 123 456 7890");
        assertThat(data.path("stats").path("sent").asInt()).isEqualTo(1);
        numbers.post("/api/v1/campaigns/" + id + "/stop", Map.of());
    }

    @Test
    @Contract("door1.pending-moves")
    void whatRemainsArrivesFromTheNewNumber() {
        String id = numbers.started("vecchia-sessione", 6, 300);
        await().atMost(Duration.ofSeconds(20)).until(() -> sent(id) >= 2);

        JsonNode changes = change(id, wish("nuova-sessione")).json().path("changes");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> numbers.campaign(id).path("status").asString().equals("completed"));
        int fromOld =
                changes.path("sentMessages").asInt() + changes.path("inFlight").asInt();
        assertThat(numbers.server
                        .database()
                        .jdbc()
                        .sql("""
                                select count(*) from message m join wa_session s on s.id = m.session_pk
                                join campaign c on c.id = m.campaign_id
                                where c.public_id = ? and s.session_id = 'nuova-sessione'
                                """)
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(6 - fromOld);
    }

    @Test
    @Contract("door1.change-checks")
    void anUnknownCampaignComesFirst() {
        refused(change("64f5a1b2c3d4e5f6a7b8c9d0", "{}"), 404, "Campagna non trovata");
    }

    @Test
    @Contract("door1.change-checks")
    void aMissingIdComesSecond() {
        String id = numbers.draft("vecchia-sessione", 1, 0);

        refused(change(id, "{}"), 400, "newWhatsappSessionId è obbligatorio");
        refused(change(id, null), 400, "newWhatsappSessionId è obbligatorio");
    }

    @Test
    @Contract("door1.change-checks")
    void anUnknownSessionComesThird() {
        String id = numbers.draft("vecchia-sessione", 1, 0);

        refused(change(id, wish("sessione-inesistente")), 404, "Nuova sessione WhatsApp non trovata o non autorizzata");
    }

    @Test
    @Contract("door1.change-checks")
    void aSessionThatIsNotActiveComesFourth() {
        String id = numbers.draft("vecchia-sessione", 1, 0);

        Answer answer = change(id, wish("sessione-disconnessa"));

        refused(answer, 400, "La nuova sessione WhatsApp deve essere connessa e attiva");
        assertThat(answer.json().path("details").propertyNames())
                .containsExactlyInAnyOrder("sessionStatus", "sessionNumber");
        assertThat(answer.json().path("details").path("sessionStatus").asString())
                .isEqualTo("qr");
        assertThat(answer.json().path("details").path("sessionNumber").isNull()).isTrue();
    }

    @Test
    @Contract("door1.change-checks")
    void theSameSessionComesFifth() {
        String id = numbers.draft("vecchia-sessione", 1, 0);

        refused(change(id, wish("vecchia-sessione")), 400, "La nuova sessione deve essere diversa da quella attuale");
    }

    @Test
    void aCampaignThatHasEndedIsRefused() {
        String id = numbers.started("vecchia-sessione", 2, 60_000);
        numbers.post("/api/v1/campaigns/" + id + "/stop", Map.of());

        refused(
                change(id, wish("nuova-sessione")),
                409,
                "La campagna è terminata: non resta nulla da inviare da un altro numero");
    }

    @Test
    @Contract("rules.auth")
    void aRequestWithoutATokenIsTurnedAway() {
        Answer answer = numbers.server.send("PUT", path("64f5a1b2c3d4e5f6a7b8c9d0"), wish("nuova-sessione"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
    }

    @Test
    @Contract("rules.language")
    void theMessageFollowsTheLanguageAskedFor() {
        String id = numbers.draft("vecchia-sessione", 1, 0);

        Answer answer = numbers.server.send(
                "PUT", path(id), wish("sessione-inesistente"), numbers.bearer("Accept-Language", "en"));

        assertThat(answer.json().path("message").asString()).isEqualTo("New WhatsApp session not found or not yours");
        assertThat(answer.code()).isEqualTo("new_session_not_found");
    }

    @Test
    @Contract("door1.dry-run")
    void aDryRunChangesNothing() {
        String id = numbers.draft("vecchia-sessione", 3, 0);

        Answer answer = numbers.server.send("PUT", path(id) + "?dryRun=true", wish("nuova-sessione"), numbers.bearer());

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode data = answer.json().path("data");
        assertThat(data.path("wouldMove").asInt()).isEqualTo(3);
        assertThat(data.path("remainingBudget").path("hour").asInt()).isPositive();
        assertThat(numbers.campaign(id).path("sessionId").asString()).isEqualTo("vecchia-sessione");
    }

    @Test
    @Contract("door1.campaigns")
    @Contract("rules.unknown-fields")
    void theDoorsOtherRoutesSpeakInItsEnvelope() {
        Answer made = door("POST", "", """
                {"name": "Dalla porta", "whatsappSessionId": "vecchia-sessione", "template": "Ciao",
                 "config": {"messageDelay": {"min": 0, "max": 0}}, "chromePath": "/usr/bin/chrome"}
                """);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String id = made.json().path("data").path("_id").asString();

        assertThat(door("PUT", "/" + id, "{\"name\": \"Nuova\"}")
                        .json()
                        .path("data")
                        .path("name")
                        .asString())
                .isEqualTo("Nuova");
        assertThat(door("GET", "/" + id, null)
                        .json()
                        .path("data")
                        .path("status")
                        .asString())
                .isEqualTo("draft");
        assertThat(door("GET", "", null).json().path("data").isArray()).isTrue();
        refused(door("POST", "/" + id + "/start", null), 409, "La campagna non ha ancora destinatari");
        assertThat(door("DELETE", "/" + id, null).status()).isEqualTo(200);
        refused(door("GET", "/" + id, null), 404, "Campagna non trovata");
    }

    @Test
    @Contract("door1.campaigns")
    void aCampaignRunsThroughTheDoor() {
        String id = numbers.draft("vecchia-sessione", 3, 60_000);

        assertThat(status(door("POST", "/" + id + "/start", null))).isEqualTo("running");
        assertThat(status(door("POST", "/" + id + "/pause", null))).isEqualTo("paused");
        assertThat(status(door("POST", "/" + id + "/resume", null))).isEqualTo("running");
        assertThat(status(door("POST", "/" + id + "/stop", null))).isEqualTo("stopped");
    }

    private static String status(Answer answer) {
        return answer.json().path("data").path("status").asString();
    }

    private static Answer door(String method, String path, String body) {
        return numbers.server.send(method, "/api/whatsapp-campaigns" + path, body, numbers.bearer());
    }

    private static int sent(String id) {
        return numbers.campaign(id).path("counters").path("sent").asInt();
    }

    private static Answer change(String id, String body) {
        return numbers.server.send("PUT", path(id), body, numbers.bearer());
    }

    private static String path(String id) {
        return "/api/whatsapp-campaigns/" + id + "/change-session";
    }

    private static String wish(String session) {
        return "{\"newWhatsappSessionId\": \"" + session + "\"}";
    }

    private static void refused(Answer answer, int status, String message) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.json().path("message").asString()).isEqualTo(message);
    }
}
