package io.staffetta.server.web.doors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replays the second document's requests, byte for byte, with its sample numbers on simulated sessions. */
class DocumentExamplesTest {

    private static AdminWorld world;
    private static long first;

    @BeforeAll
    static void start() {
        world = new AdminWorld();
        world.numbers.ready("groom", "39333111222");
        world.numbers.patch("/api/v1/sessions/groom", Map.of("ownNumber", "39333111222"));
        world.numbers.unlinked("bride");
        first = replay("integration-send").path("queue_id").asLong();
        world.awaitSent(first);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static JsonNode replay(String example, Object... id) {
        return Example.named(example).replay(world.server, world.numbers.bearer(), id);
    }

    @Test
    @Contract("door2.admin-status")
    @Contract("rules.time")
    void theStatusIsAnswered() {
        replay("backend-status");
        assertThat(world.get("/api/admin/whatsapp/groom/status").json().path("state"))
                .isEqualTo(world.get("/api/admin/whatsapp/groom/status/").json().path("state"));
    }

    @Test
    @Contract("door2.status-report")
    @Contract("door2.admin-status")
    void aReportFromAnOutsideWorkerIsTakenDownAndMovesNothing() {
        replay("backend-status-report");
        Answer down = world.post("/api/admin/whatsapp/groom/status", AdminWorld.json("{\"status\":\"waiting_qr\"}"));
        assertThat(down.status()).isEqualTo(200);
        assertThat(down.json().path("state").asString()).isEqualTo("connected");
        assertThat(world.numbers.get("/api/v1/sessions/groom").path("state").asString())
                .isEqualTo("ready");
        assertThat(world.numbers
                        .get("/api/v1/event-log?topics=sessions&limit=1000")
                        .toString())
                .contains("\"phase\":\"reported\"", "\"state\":\"qr\"");
        assertThat(world.post("/api/admin/whatsapp/groom/status/", AdminWorld.json("{\"state\":\"flying\"}"))
                        .code())
                .isEqualTo("unknown_session_state");
    }

    @Test
    @Contract("door2.admin-qr")
    void theCodeIsShownAsJsonAndAsAPicture() {
        String before =
                world.numbers.get("/api/v1/sessions/bride").path("updatedAt").asString();
        JsonNode code = replay("backend-qr");
        String picture = code.path("qr_code").asString();
        assertThat(picture).startsWith("data:image/png;base64,");
        byte[] png = Base64.getDecoder().decode(picture.substring("data:image/png;base64,".length()));
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        for (String path : new String[] {"/api/admin/whatsapp/bride/qr", "/bride/qr"}) {
            for (String accept : new String[] {"image/png", "*/*", "text/html, */*;q=0.8"}) {
                Answer answer = world.get(path, "Accept", accept);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Type")).isEqualTo("image/png");
                assertThat(answer.header("Cache-Control")).contains("no-store");
            }
        }
        assertThat(world.get("/bride/qr", "Accept", "text/csv").status()).isEqualTo(406);
        assertThat(world.get("/bride/qr", "Accept", "nonsense").status()).isEqualTo(406);
        assertThat(world.numbers.get("/api/v1/sessions/bride").path("updatedAt").asString())
                .isEqualTo(before);
    }

    @Test
    @Contract("door2.admin-qr")
    void withoutACodeTheStateIsAnswered() {
        replay("troubleshooting-qr-missing");
        assertThat(world.numbers.get("/api/v1/sessions/groom").path("state").asString())
                .isEqualTo("ready");
    }

    @Test
    @Contract("door2.admin-refresh")
    @Contract("door2.integration")
    void aRefreshLeavesWhatIsConnected() {
        replay("backend-refresh");
        replay("integration-refresh");
    }

    @Test
    @Contract("door2.admin-refresh")
    void aRefreshAsksForACodeAgain() {
        world.numbers.unlinked("scaduta");
        world.numbers.any("POST", "/api/v1/sessions/scaduta/stop", Map.of());
        world.numbers.awaitState("scaduta", "stopped");
        assertThat(world.get("/scaduta/qr").code()).isEqualTo("no_qr");
        assertThat(world.post("/api/admin/whatsapp/scaduta/refresh").status()).isEqualTo(200);
        world.numbers.awaitState("scaduta", "qr_generated");
        assertThat(world.get("/scaduta/qr").status()).isEqualTo(200);
    }

    @Test
    @Contract("door2.admin-logout")
    @Contract("door2.integration")
    void aLogoutGivesTheLinkUp() {
        replay("backend-logout");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.get("/groom/status")
                                .json()
                                .path("profile")
                                .isNull())
                        .isTrue());
        linkAgain();
        replay("integration-logout");
        linkAgain();
    }

    private static void linkAgain() {
        world.post("/groom/refresh");
        world.numbers.awaitState("groom", "qr_generated");
        world.numbers.post("/api/v1/simulator/sessions/groom/scan", Map.of("number", "39333111222"));
        world.numbers.awaitState("groom", "ready");
    }

    @Test
    @Contract("door2.admin-test")
    void aTestWithoutABodyGoesToTheSessionsOwnNumber() {
        long id = replay("testing-manual-test-message").path("queue_id").asLong();
        JsonNode row = world.awaitSent(id);
        assertThat(row.path("recipient").asString()).isEqualTo("39333111222");
        assertThat(row.path("text").asString()).contains("Messaggio di prova");
        Answer other = world.post(
                "/api/admin/whatsapp/groom/test",
                AdminWorld.json("{\"phone\":\"+39 333 111 2223\",\"message\":\"Prova\"}"));
        assertThat(other.json().path("recipient").asString()).isEqualTo("393331112223");
        assertThat(world.row(other.json().path("queue_id").asLong())
                        .path("text")
                        .asString())
                .isEqualTo("Prova");
        assertThat(world.post("/api/admin/whatsapp/bride/test/").code()).isEqualTo("own_number_missing");
    }

    @Test
    @Contract("door2.queue-list")
    @Contract("door2.queue-row")
    void theQueueIsListed() {
        assertThat(replay("backend-queue").path("results").size()).isPositive();
        assertThat(world.get("/api/admin/whatsapp-queue").json().path("results").size())
                .isPositive();
    }

    @Test
    @Contract("door2.retry-failed")
    void nothingFailedIsRetried() {
        replay("backend-retry-failed");
    }

    @Test
    @Contract("door2.force-send")
    void whatIsStuckIsForced() {
        world.limits("groom", 0, 1000);
        long id = world.send("groom", "39333111222");
        replay("troubleshooting-processing-force-send", id);
        world.awaitSent(id);
        world.limits("groom", 1000, 1000);
    }

    @Test
    @Contract("door2.events-admin")
    void anEventIsReportedByAnIntegration() {
        assertThat(first).as("the document's message").isEqualTo(1);
        int sent = world.numbers
                .get("/api/v1/sessions/groom")
                .at("/stats/messagesSent")
                .asInt();
        JsonNode event = replay("troubleshooting-events-post");
        JsonNode told = world.get("/api/admin/whatsapp-events?queue_message=1").json();
        assertThat(told.path("results")
                        .valueStream()
                        .map(each -> each.path("id").asLong()))
                .contains(event.path("id").asLong());
        assertThat(world.numbers
                        .get("/api/v1/sessions/groom")
                        .at("/stats/messagesSent")
                        .asInt())
                .isEqualTo(sent);
    }

    @Test
    @Contract("door2.integration")
    void theIntegrationSendsAndTellsTheStatus() {
        replay("integration-status");
        JsonNode queued = replay("integration-send");
        assertThat(world.awaitSent(queued.path("queue_id").asLong())
                        .path("text")
                        .asString())
                .isEqualTo("Ciao! Siete invitati al nostro matrimonio.");
    }

    @Test
    @Contract("door2.integration")
    @Contract("door2.public-prefix")
    void healthIsToldWithoutACredential() {
        replay("troubleshooting-sse-health");
        Answer open = world.server.get("/api/whatsapp-service/health");
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.json().path("status").asString()).isEqualTo("ok");
        assertThat(open.json().at("/multiSession/sessions").size()).isZero();
        assertThat(world.server.get("/health").json().propertyNames())
                .containsExactlyElementsOf(open.json().propertyNames());
    }

    @Test
    @Contract("door2.public-prefix")
    void everythingOfTheIntegrationLiesUnderThePrefixToo() {
        String prefix = "/api/whatsapp-service";
        assertThat(world.get(prefix + "/groom/status").json().path("state").asString())
                .isEqualTo("connected");
        assertThat(world.get(prefix + "/bride/qr").header("Content-Type")).isEqualTo("image/png");
        assertThat(world.post(prefix + "/groom/refresh").status()).isEqualTo(200);
        assertThat(world.post(prefix + "/nobody/logout").code()).isEqualTo("session_not_found");
        Answer sent = world.post(
                prefix + "/groom/send", AdminWorld.json("{\"phone\":\"393331112224\",\"message\":\"Ciao\"}"));
        assertThat(sent.json().path("queued").asBoolean()).isTrue();
    }
}
