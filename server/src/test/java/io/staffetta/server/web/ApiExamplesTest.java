package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Sends the request example of every route of the API document to a running product, and compares answers and response
 * examples with the document's schemas. A new route needs an entry in {@code api-examples/} and its place in this story.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiExamplesTest {

    private final ApiStory story = new ApiStory();

    @AfterAll
    void stop() {
        story.close();
    }

    @Test
    void everyExampleOfTheApiDocumentHolds() {
        access();
        sessions();
        String campaign = campaigns();
        people(campaign);
        messages();
        campaignDoor();
        blastDoor();
        sessionDoors();
        adminDoor();
        simulator();
        farewell();

        assertThat(story.untold())
                .as("routes whose examples nobody tries: give each an entry in api-examples/ and tell it here")
                .isEmpty();
    }

    private void access() {
        JsonNode made = story.tell("POST /api/v1/setup", Map.of("token", story.server.setupToken()))
                .json();
        story.key("X-Api-Key", made.path("apiKey").asString());
        Answer login = story.tell("POST /api/v1/login");
        story.header("Cookie", login.header("Set-Cookie").split(";", 2)[0]);
        story.tell("POST /api/v1/token/refresh");
        story.tell("POST /api/v1/browser-session");
        story.tell("DELETE /api/v1/browser-session");
        story.tell("GET /api/v1/me");
        story.tell("PATCH /api/v1/me");
        String user = story.tell("POST /api/v1/users").json().path("id").asString();
        story.tell("GET /api/v1/users");
        story.at("DELETE /api/v1/users/{id}", "id", user);
        String key = story.tell("POST /api/v1/api-keys").json().path("id").asString();
        story.tell("GET /api/v1/api-keys");
        story.at("DELETE /api/v1/api-keys/{id}", "id", key);
        story.tell("GET /api/v1/audit");
        story.tell("GET /health");
        story.tell("GET /api/v1/nodes");
        story.tell("GET /health/");
        story.tell("GET /api/whatsapp-service/health");
        story.tell("GET /api/whatsapp-service/health/");
    }

    private void sessions() {
        story.tell("POST /api/v1/sessions");
        story.awaitState("shop", "qr_generated");
        story.tell("GET /api/v1/sessions/{id}/qr");
        story.tell("GET /api/v1/sessions/{id}/pairing");
        story.tell("POST /api/v1/simulator/sessions/{id}/scan");
        story.awaitState("shop", "ready");
        story.tell("GET /api/v1/sessions");
        story.tell("GET /api/v1/sessions/{id}");
        story.tell("PATCH /api/v1/sessions/{id}");
        // As a restored backup leaves them.
        story.server.database().jdbc().sql("update lane set status = 'paused'").update();
        story.tell("POST /api/v1/sessions/{id}/release");
        story.tell("GET /api/v1/engines");
        String call = story.calledSession("cloud-shop");
        story.tell("GET /api/v1/sessions/{id}/templates");
        story.tell("GET /api/v1/inbound-calls");
        story.at("POST /api/v1/inbound-calls/{call}/retry", "call", call);
        story.tell("POST /api/v1/sessions/{id}/webhook-url");
        story.tell("GET /api/v1/session-store");
        story.tell("PUT /api/v1/sessions/{id}/operator");
        story.awaitPicture("shop");
        story.tell("GET /api/v1/sessions/{id}/picture");
        story.session("office", "+39 333 111 3333");
        story.tell("POST /api/v1/pools");
        story.tell("GET /api/v1/pools");
        story.tell("GET /api/v1/pools/{name}");
        story.tell("PATCH /api/v1/pools/{name}");
        story.tell("DELETE /api/v1/pools/{name}");
        webhooks();
    }

    private void webhooks() {
        story.tell("GET /api/v1/webhooks/event-types");
        String id = story.tell("POST /api/v1/webhooks", Map.of("url", "https://8.8.8.8/staffetta"))
                .json()
                .path("id")
                .asString();
        story.tell("GET /api/v1/webhooks");
        story.at("GET /api/v1/webhooks/{id}", "id", id);
        story.at("POST /api/v1/webhooks/{id}/rotate-secret", "id", id);
        String delivery = story.failedDelivery(id);
        story.at("POST /api/v1/webhooks/{id}/test", "id", id);
        story.at("GET /api/v1/webhooks/{id}/deliveries", "id", id);
        story.at("GET /api/v1/webhooks/{id}/deliveries/{delivery}", "id", id, "delivery", delivery);
        story.at("POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay", "id", id, "delivery", delivery);
        story.at("POST /api/v1/webhooks/{id}/replay", "id", id);
        story.at("PATCH /api/v1/webhooks/{id}", "id", id);
        story.at("DELETE /api/v1/webhooks/{id}", "id", id);
    }

    private String campaigns() {
        String id = story.tell("POST /api/v1/campaigns").json().path("id").asString();
        JsonNode imported = story.at("POST /api/v1/campaigns/{campaign}/recipients", "campaign", id)
                .json();
        String importId = imported.path("importId").asString();
        story.at("GET /api/v1/campaigns/{campaign}/imports", "campaign", id);
        story.at("GET /api/v1/campaigns/{campaign}/imports/{importId}", "campaign", id, "importId", importId);
        story.at(
                "GET /api/v1/campaigns/{campaign}/imports/{importId}/rejected.csv",
                "campaign",
                id,
                "importId",
                importId);
        for (String route : List.of(
                "POST %s/rejected/again",
                "PUT %s/doubles", "GET %s/remarked", "DELETE %s/inferred/{country}", "PUT %s/inferred/{country}")) {
            story.at(
                    route.formatted("/api/v1/campaigns/{campaign}/imports/{importId}"),
                    "campaign",
                    id,
                    "importId",
                    importId);
        }
        story.at("POST /api/v1/campaigns/{campaign}/recipients/look", "campaign", id);
        story.at(
                "PATCH /api/v1/campaigns/{campaign}/imports/{importId}/rejected/{row}",
                "campaign",
                id,
                "importId",
                importId,
                "row",
                "4");
        String second = story.post("/api/v1/campaigns/" + id + "/recipients", "[{\"phone\":\"+39 333 100 0097\"}]")
                .path("importId")
                .asString();
        story.at("DELETE /api/v1/campaigns/{campaign}/imports/{importId}", "campaign", id, "importId", second);
        story.at("GET /api/v1/campaigns/{campaign}/recently-contacted", "campaign", id);
        story.at("DELETE /api/v1/campaigns/{campaign}/recently-contacted", "campaign", id);
        story.tell("POST /api/v1/texts/repair");
        story.at("GET /api/v1/campaigns/{campaign}/preview", "campaign", id);
        story.at("POST /api/v1/campaigns/{campaign}/preview", "campaign", id);
        story.at("GET /api/v1/campaigns/{campaign}/preview/rows", "campaign", id);
        story.at("GET /api/v1/campaigns/{id}/forecast", "id", id);
        story.tell("GET /api/v1/campaigns");
        story.at("PATCH /api/v1/campaigns/{id}", "id", id);
        story.at("POST /api/v1/campaigns/{id}/schedule", "id", id);
        story.at("DELETE /api/v1/campaigns/{id}/schedule", "id", id);
        story.at("GET /api/v1/campaigns/{id}/preflight", "id", id);
        story.at("POST /api/v1/campaigns/{id}/start", "id", id);
        story.at("GET /api/v1/campaigns/{id}", "id", id);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> story.get("/api/v1/campaigns/" + id)
                                .path("counters")
                                .path("sent")
                                .asInt()
                        > 0);
        story.at("PUT /api/v1/campaigns/{id}/session", "id", id);
        story.at("POST /api/v1/campaigns/{id}/pause", "id", id);
        story.at("POST /api/v1/campaigns/{id}/resume", "id", id);
        story.at("GET /api/v1/campaigns/{campaign}/report.csv", "campaign", id);
        story.at("GET /api/v1/campaigns/{campaign}/replies", "campaign", id);
        story.at("GET /api/v1/campaigns/{id}/history", "id", id);
        story.tell("GET /api/v1/sent-by-hour");
        story.tell("GET /api/v1/event-log");
        story.tellStream("GET /api/v1/events");
        return id;
    }

    private void people(String campaign) {
        story.tell("PATCH /api/v1/contacts/{phone}");
        story.tell("GET /api/v1/contacts");
        story.tell("POST /api/v1/simulator/sessions/{id}/say");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> story.get("/api/v1/contacts/+393331000001")
                                .path("received")
                                .size()
                        > 0);
        story.tell("POST /api/v1/opt-outs");
        story.tell("POST /api/v1/opt-outs/import");
        story.tell("GET /api/v1/opt-outs");
        story.tell("GET /api/v1/contacts/{phone}");
        story.tell("DELETE /api/v1/opt-outs/{phone}");
        story.tell("DELETE /api/v1/contacts/{phone}");
        story.at("POST /api/v1/campaigns/{id}/stop", "id", campaign);
        story.at("POST /api/v1/campaigns/{id}/continue", "id", stoppedBeforeAnythingLeft());
        story.at("DELETE /api/v1/campaigns/{id}", "id", campaign);
    }

    private String stoppedBeforeAnythingLeft() {
        String id = story.tell("POST /api/v1/campaigns").json().path("id").asString();
        story.at("POST /api/v1/campaigns/{campaign}/recipients", "campaign", id);
        story.post("/api/v1/campaigns/" + id + "/schedule", "{\"at\":\"2099-01-01T00:00:00Z\"}");
        story.post("/api/v1/campaigns/" + id + "/stop", "");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> story.get("/api/v1/campaigns/" + id)
                                .path("counters")
                                .path("skipped")
                                .asInt()
                        > 0);
        return id;
    }

    private void messages() {
        String waits = story.message(Instant.now().plus(Duration.ofDays(1)).toString());
        story.at("GET /api/v1/messages/{id}", "id", waits);
        story.at("POST /api/v1/messages/{id}/force-send", "id", waits);
        story.awaitMessage(waits, "sent", "delivered", "read");
        story.behave("{\"refuseRate\":1}");
        String refused = story.tell("POST /api/v1/messages").json().path("id").asString();
        story.awaitMessage(refused, "failed");
        story.tell("GET /api/v1/messages");
        story.tell("GET /api/v1/messages/counts");
        story.tell("GET /api/v1/messages/last-sent");
        String file = story.tell("POST /api/v1/media").json().path("id").asString();
        story.tell("GET /api/v1/media");
        story.at("GET /api/v1/media/{id}", "id", file);
        story.at("GET /api/v1/media/{id}/content", "id", file);
        story.at("DELETE /api/v1/media/{id}", "id", file);
        story.at("POST /api/v1/messages/{id}/retry", "id", refused);
        story.awaitMessage(refused, "failed");
        story.tell("POST /api/v1/messages/retry-failed");
        story.awaitMessage(refused, "failed");
        story.behave("{\"refuseRate\":0,\"unknownRate\":1,\"evidence\":false,\"receipts\":false}");
        String doubtful = story.message(Instant.now().toString());
        story.awaitMessage(doubtful, "in_doubt");
        story.at("POST /api/v1/messages/{id}/resolve", "id", doubtful);
        story.behave("{\"unknownRate\":0,\"evidence\":true,\"receipts\":true}");
    }

    private void campaignDoor() {
        String id = story.tell("POST /api/whatsapp-campaigns")
                .json()
                .path("data")
                .path("_id")
                .asString();
        story.post(
                "/api/v1/campaigns/" + id + "/recipients",
                "[{\"phone\":\"+39 333 100 0003\"},{\"phone\":\"+39 333 100 0004\"}]");
        story.tell("GET /api/whatsapp-campaigns");
        story.at("PUT /api/whatsapp-campaigns/{id}", "id", id);
        story.at("POST /api/whatsapp-campaigns/{id}/start", "id", id);
        story.at("GET /api/whatsapp-campaigns/{id}", "id", id);
        story.at("POST /api/whatsapp-campaigns/{id}/pause", "id", id);
        story.at("PUT /api/whatsapp-campaigns/{id}/change-session", "id", id);
        story.at("POST /api/whatsapp-campaigns/{id}/resume", "id", id);
        story.at("POST /api/whatsapp-campaigns/{id}/stop", "id", id);
        story.at("DELETE /api/whatsapp-campaigns/{id}", "id", id);
        story.tell("GET /api/whatsapp-sessions");
        story.tell("GET /api/whatsapp-sessions/{id}");
    }

    private void blastDoor() {
        String id = story.tell("POST /api/blast-control/sessions")
                .json()
                .path("data")
                .path("sessionId")
                .asString();
        JsonNode imported = story.post(
                "/api/v1/campaigns/" + id + "/recipients", "[{\"phone\":\"+39 333 200 0005\",\"name\":\"Adi\"}]");
        assertThat(imported.path("accepted").asInt()).as(imported.toString()).isEqualTo(1);
        story.at("POST /api/blast-control/sessions/{id}/start", "id", id);
        story.tell("GET /api/blast-control/sessions");
        story.at("POST /api/blast-control/sessions/{id}/pause", "id", id);
        story.at("POST /api/blast-control/sessions/{id}/resume", "id", id);
        story.at("POST /api/blast-control/sessions/{id}/stop", "id", id);
    }

    private void sessionDoors() {
        story.tell("POST /sessions");
        story.tell("GET /sessions");
        story.tell("GET /sessions/{id}");
        story.tell("GET /sessions/{id}/status");
        story.tell("POST /sessions/{id}/send");
        story.tell("POST /webhook");
        story.tell("POST /webhook/test");
        story.tell("DELETE /sessions/{id}");
        story.tell("POST /whatsapp-web/session/{id}");
        story.tell("GET /whatsapp-web/sessions");
        story.tell("GET /whatsapp-web/sessions/stored");
        story.tell("GET /whatsapp-web/session/{id}/status");
        story.tell("POST /whatsapp-web/send/{id}");
        story.tell("DELETE /whatsapp-web/session/{id}");
    }

    private void adminDoor() {
        story.post("/api/v1/sessions", "{\"id\":\"bride\",\"engine\":\"simulator\"}");
        story.session("groom", "+39 333 111 4444");
        story.tell("GET /api/admin/whatsapp/{session}/status/");
        story.tell("POST /api/admin/whatsapp/{session}/status/");
        story.awaitState("bride", "qr_generated");
        story.tell("GET /api/admin/whatsapp/{session}/qr/");
        story.tell("POST /api/admin/whatsapp/{session}/refresh/");
        story.tell("PUT /api/admin/whatsapp/{session}/settings/");
        story.tell("GET /api/admin/whatsapp/{session}/settings/");
        story.tell("POST /api/admin/whatsapp/{session}/test/");
        story.tell("GET /{session}/status");
        story.tell("GET /{session}/qr");
        story.tell("POST /{session}/refresh");
        adminQueue();
        story.tell("POST /{session}/logout");
        story.tell("POST /api/admin/whatsapp/{session}/logout/");
    }

    private void adminQueue() {
        story.behave("groom", "{\"refuseRate\":1}");
        String refused =
                story.tell("POST /{session}/send").json().path("queue_id").asString();
        story.awaitMessage(refused, "failed");
        story.tell("GET /api/admin/whatsapp-queue/");
        story.at("GET /api/admin/whatsapp-queue/{id}/", "id", refused);
        story.at("POST /api/admin/whatsapp-queue/{id}/retry/", "id", refused);
        story.awaitMessage(refused, "failed");
        story.tell("POST /api/admin/whatsapp-queue/retry-failed/");
        JsonNode waits = story.post("/bride/send", "{\"phone\":\"+39 333 100 0009\",\"message\":\"Ciao\"}");
        story.at(
                "POST /api/admin/whatsapp-queue/{id}/force-send/",
                "id",
                waits.path("queue_id").asString());
        story.tell("GET /api/admin/whatsapp-events/");
        story.tell(
                "POST /api/admin/whatsapp-events/",
                Map.of("queue_message", waits.path("queue_id").asLong()));
        story.tellStream("GET /events");
    }

    private void simulator() {
        story.tell("GET /api/v1/simulator/ledger");
        story.tell("GET /api/v1/simulator/clock");
        story.tell("PUT /api/v1/simulator/clock");
        story.tell("GET /api/v1/simulator/sessions/{id}/behaviour");
        story.tell("PUT /api/v1/simulator/sessions/{id}/behaviour");
        story.tell("POST /api/v1/simulator/sessions/{id}/restrict");
        story.tell("POST /api/v1/simulator/sessions/{id}/unrestrict");
        story.tell("POST /api/v1/simulator/sessions/{id}/drop");
    }

    private void farewell() {
        story.tell("POST /api/v1/sessions/{id}/stop");
        story.tell("POST /api/v1/sessions/{id}/start");
        story.awaitState("shop", "ready");
        story.tell("POST /api/v1/simulator/sessions/{id}/logout");
        story.awaitState("shop", "logged_out");
        story.tell("POST /api/v1/sessions/{id}/restart");
        story.awaitState("shop", "qr_generated");
        story.tell("POST /api/v1/sessions/{id}/pairing-code");
        story.post("/api/v1/simulator/sessions/shop/scan", "{}");
        story.awaitState("shop", "ready");
        story.tell("POST /api/v1/sessions/{id}/logout");
        story.awaitState("shop", "logged_out");
        story.at("POST /api/v1/simulator/sessions/{id}/ban", "id", "office");
        story.tell("DELETE /api/v1/sessions/{id}");
        story.tell("POST /api/v1/logout");
    }
}
