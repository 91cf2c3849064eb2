package io.staffetta.server.web.doors.stored;

import static io.staffetta.server.web.doors.DoorSessions.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.doors.DoorSessions;
import io.staffetta.server.web.doors.Example;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replays the fourth document's examples against the running product. */
class StoredSessionContractTest {

    private static final String STATUS = "/whatsapp-web/session/my-session-1/status";

    private SimulatedNumbers numbers;
    private DoorSessions sessions;
    private Answer created;

    @BeforeEach
    void start() {
        numbers = new SimulatedNumbers();
        sessions = new DoorSessions(numbers);
        created = example("create-a-session").send(numbers.server, numbers.bearer());
        sessions.link("my-session-1", "+39 333 111 2222");
    }

    @AfterEach
    void stop() {
        numbers.close();
    }

    @Test
    @Contract("door4.create")
    @Contract("door4.sessions")
    @Contract("door4.stored")
    @Contract("door4.status")
    @Contract("door4.send")
    @Contract("door4.delete")
    void theExamplesAreAnsweredAsPrinted() {
        example("create-a-session").compare(created);
        replay("get-active-sessions");
        replay("get-stored-sessions");
        replay("get-session-status");
        Answer sent = replay("send-message");
        assertThat(sent.json().path("queued").asBoolean(false)).isTrue();
        sessions.awaitArrival("my-session-1", "Hello World");

        replay("destroy-a-session");

        assertThat(numbers.server
                        .get("/whatsapp-web/sessions/stored", numbers.bearer())
                        .text())
                .isEqualTo("[]");
        assertThat(numbers.server.get(STATUS, numbers.bearer()).text())
                .isEqualTo("{\"exists\":false,\"ready\":false,\"state\":null}");
        refused(example("destroy-a-session").send(numbers.server, numbers.bearer()), 404, "session_not_found");
    }

    @Test
    @Contract("door4.create")
    void theSameSessionTwiceIsAConflict() {
        JsonNode body =
                refused(example("create-a-session").send(numbers.server, numbers.bearer()), 409, "session_exists");

        assertThat(body.path("message").asString()).isEqualTo("Session already exists");
        assertThat(body.has("error")).isFalse();
        refused(
                numbers.server.send("POST", "/whatsapp-web/session/stored", null, numbers.bearer()),
                400,
                "reserved_session_id");
    }

    @Test
    @Contract("door4.reconnect")
    @Contract("door4.states")
    void aDropIsSeenAtOnceAndMendedAfterFiveSeconds() {
        long begun = System.nanoTime();
        numbers.any("POST", "/api/v1/simulator/sessions/my-session-1/drop", Map.of());
        numbers.awaitState("my-session-1", "disconnected");

        JsonNode dropped = numbers.get(STATUS);
        assertThat(dropped.path("ready").asBoolean(true)).isFalse();
        assertThat(dropped.path("state").path("status").asString()).isEqualTo("disconnected");
        assertThat(numbers.get("/whatsapp-web/sessions").get(0).path("isReady").asBoolean(true))
                .isFalse();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> numbers.get(STATUS).path("ready").asBoolean(false));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(4_500));
    }

    @Test
    @Contract("door4.states")
    void theStatesHaveTheDocumentedNames() {
        numbers.server.send("POST", "/whatsapp-web/session/fresh", null, numbers.bearer());
        numbers.awaitState("fresh", "qr_generated");
        assertThat(status("fresh")).isEqualTo("qr_generated");
        numbers.post("/api/v1/sessions/fresh/stop", Map.of());
        assertThat(status("fresh")).isEqualTo("disconnected");
        numbers.any("POST", "/api/v1/simulator/sessions/my-session-1/restrict", Map.of("duration", "PT1H"));
        numbers.awaitState("my-session-1", "restricted");
        assertThat(status("my-session-1")).isEqualTo("ready");
        numbers.any("POST", "/api/v1/simulator/sessions/my-session-1/ban", Map.of());
        numbers.awaitState("my-session-1", "error");
        assertThat(status("my-session-1")).isEqualTo("error");

        assertThat(numbers.get("/whatsapp-web/sessions").size()).as("active").isZero();
        assertThat(numbers.get("/whatsapp-web/sessions/stored").size())
                .as("stored")
                .isEqualTo(2);
    }

    @Test
    void anotherUsersSessionLooksLikeNone() {
        String[] eva = sessions.stranger();

        assertThat(numbers.server.get(STATUS, eva).text())
                .isEqualTo("{\"exists\":false,\"ready\":false,\"state\":null}");
        refused(
                numbers.server.send("DELETE", "/whatsapp-web/session/my-session-1", null, eva),
                404,
                "session_not_found");
        refused(
                numbers.server.post(
                        "/whatsapp-web/send/my-session-1", Map.of("phone", "1234567890", "message", "x"), eva),
                404,
                "session_not_found");
        assertThat(numbers.server.get("/whatsapp-web/sessions", eva).text()).isEqualTo("[]");
    }

    @Test
    void theDefaultSessionHasAnotherName() {
        numbers.unlinked("zapnode-session");

        assertThat(numbers.get("/whatsapp-web/session/default/status")
                        .path("exists")
                        .asBoolean(false))
                .isTrue();
        assertThat(numbers.post("/whatsapp-web/send/default", Map.of("phone", "1234567890", "message", "x"))
                        .path("sessionId")
                        .asString())
                .isEqualTo("zapnode-session");
        assertThat(numbers.any("DELETE", "/whatsapp-web/session/default", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(sessions.sessions()).isOne();
    }

    @Test
    void badBodiesChangeNothing() {
        for (String body : Example.badBodies()) {
            Answer answer = numbers.server.send("POST", "/whatsapp-web/send/my-session-1", body, numbers.bearer());
            assertThat(answer.status()).as(answer.text()).isIn(400, 413);
            assertThat(answer.code()).isNotEmpty();
        }
        for (Map<String, ?> body : List.of(
                Map.of("phone", "1234567890"), Map.of("message", "x"), Map.of("phone", Map.of(), "message", "x"))) {
            refused(numbers.any("POST", "/whatsapp-web/send/my-session-1", body), 400, "invalid_field");
        }
        assertThat(sessions.messages()).isZero();
    }

    private Answer replay(String name) {
        return example(name).replay(numbers.server, numbers.bearer());
    }

    private String status(String id) {
        return numbers.get("/whatsapp-web/session/" + id + "/status")
                .path("state")
                .path("status")
                .asString();
    }

    private static Example example(String name) {
        return Example.read("door4/" + name);
    }
}
