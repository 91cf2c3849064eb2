package io.staffetta.server.web.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.doors.StateTable.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Sessions in every state there is: what each door calls it, who may move to them, and what they are given to send. */
class SessionStatesTest {

    private static ScriptedSessions sessions;
    private static String campaign;

    @BeforeAll
    static void start() {
        sessions = new ScriptedSessions();
        campaign = sessions.numbers.draft(sessions.in("ready"), 1, 0);
    }

    @AfterAll
    static void stop() {
        sessions.close();
    }

    static List<Row> rows() {
        return StateTable.rows();
    }

    @Test
    @Contract("states.table")
    void theTableHoldsEveryState() {
        assertThat(rows())
                .extracting(Row::state)
                .containsExactlyElementsOf(
                        Stream.of(SessionState.values()).map(SessionState::code).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Contract("states.table")
    void everyDoorHasItsWordForItAloneAndInLists(Row row) {
        String id = sessions.in(row.state());
        SoftAssertions all = new SoftAssertions();

        firstDoor(row, id, all);
        secondDoor(row, id, all);
        thirdDoor(row, id, all);
        fourthDoor(row, id, all);
        JsonNode fifth = blast(id);
        all.assertThat(text(fifth, "status")).as("door 5").isEqualTo(row.door5());
        all.assertThat(text(fifth, "connectionQuality")).as("door 5").isEqualTo(row.quality());
        all.assertAll();
    }

    /** A campaign moves to active sessions only; for others the refusal says what they are. */
    private static void firstDoor(Row row, String id, SoftAssertions all) {
        JsonNode listed = find(sessions.numbers.get("/api/whatsapp-sessions").path("data"), "sessionId", id);
        for (JsonNode shown :
                List.of(sessions.numbers.get("/api/whatsapp-sessions/" + id).path("data"), listed)) {
            all.assertThat(text(shown, "status")).as("door 1").isEqualTo(row.door1());
            all.assertThat(shown.path("isActive").asBoolean()).as("door 1").isEqualTo(row.active());
        }
        Answer change = sessions.numbers.any(
                "PUT",
                "/api/whatsapp-campaigns/" + campaign + "/change-session?dryRun=true",
                Map.of("newWhatsappSessionId", id));
        all.assertThat(change.status()).as(change.text()).isEqualTo(row.active() ? 200 : 400);
        all.assertThat(change.json().at("/details/sessionStatus").asString(row.door1()))
                .as("door 1")
                .isEqualTo(row.door1());
    }

    private static void secondDoor(Row row, String id, SoftAssertions all) {
        for (String path : List.of(
                "/api/admin/whatsapp/" + id + "/status/",
                "/api/admin/whatsapp/" + id + "/status",
                "/" + id + "/status",
                "/api/whatsapp-service/" + id + "/status")) {
            JsonNode shown = sessions.numbers.get(path);
            all.assertThat(text(shown, "status")).as("door 2 " + path).isEqualTo(row.door2());
            all.assertThat(text(shown, "state")).as("door 2 " + path).isEqualTo(row.door2());
        }
    }

    private static void thirdDoor(Row row, String id, SoftAssertions all) {
        JsonNode health = find(sessions.numbers.get("/health").at("/multiSession/sessions"), "id", id);
        for (JsonNode shown : List.of(sessions.numbers.get("/sessions/" + id + "/status"), health)) {
            all.assertThat(text(shown, "status")).as("door 3").isEqualTo(row.door3());
            all.assertThat(shown.path("isReady").asBoolean()).as("door 3").isEqualTo(row.ready());
        }
        JsonNode listed = find(sessions.numbers.get("/sessions").path("sessions"), "id", id);
        all.assertThat(listed.path("isReady").asBoolean()).as("door 3").isEqualTo(row.ready());
    }

    /** The list of active sessions leaves out those at rest. */
    private static void fourthDoor(Row row, String id, SoftAssertions all) {
        JsonNode shown = sessions.numbers.get("/whatsapp-web/session/" + id + "/status");
        all.assertThat(shown.at("/state/status").asString()).as("door 4").isEqualTo(row.door4());
        all.assertThat(shown.path("ready").asBoolean()).as("door 4").isEqualTo(row.ready());
        JsonNode stored = find(sessions.numbers.get("/whatsapp-web/sessions/stored"), "sessionId", id);
        all.assertThat(text(stored, "status")).as("door 4, stored").isEqualTo(row.door4());
        JsonNode active = find(sessions.numbers.get("/whatsapp-web/sessions"), "sessionId", id);
        all.assertThat(active.isMissingNode())
                .as("door 4, active")
                .isEqualTo(List.of("logged_out", "stopped", "error").contains(row.state()));
    }

    @Test
    @Contract("states.table")
    void noSuchSessionIsUnknownToTheLastDoorAndNotFoundByTheOthers() {
        String id = sessions.in("stopped");
        blast(id);
        sessions.numbers.any("DELETE", "/sessions/" + id, Map.of());

        for (String path : List.of(
                "/api/whatsapp-sessions/" + id,
                "/api/admin/whatsapp/" + id + "/status/",
                "/" + id + "/status",
                "/sessions/" + id + "/status")) {
            DoorSessions.refused(
                    sessions.numbers.server.get(path, sessions.numbers.bearer()), 404, "session_not_found");
        }
        assertThat(sessions.numbers
                        .get("/whatsapp-web/session/" + id + "/status")
                        .path("exists")
                        .asBoolean(true))
                .isFalse();
        JsonNode account = find(
                        sessions.numbers
                                .get("/api/blast-control/sessions?limit=500")
                                .at("/data/sessions"),
                        "whatsappSessionId",
                        id)
                .path("whatsappAccount");
        assertThat(text(account, "status")).isEqualTo("unknown");
        assertThat(text(account, "connectionQuality")).isEqualTo("unknown");
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Contract("states.handing")
    void onlyWhoIsReadyIsGivenMessagesAndWhoIsRestrictedThoseOfAChat(Row row) {
        String id = sessions.in(row.state());
        send(id, ScriptedSessions.FRIEND, "to a friend");
        send(id, ScriptedSessions.FRIEND + 1, "to a stranger");
        List<String> wanted = new ArrayList<>();
        if (row.ready()) {
            wanted.add("to a friend");
        }
        if (row.state().equals("ready")) {
            wanted.add("to a stranger");
        }

        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(sessions.handed(id)).containsExactlyInAnyOrderElementsOf(wanted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"initializing", "qr_generated", "authenticated", "disconnected"})
    @Contract("states.authenticated")
    @Contract("states.handing")
    void whatWaitsGoesOutWhenTheSessionIsReady(String state) {
        String id = sessions.in(state);
        send(id, ScriptedSessions.FRIEND, "waits");
        assertThat(sessions.handed(id)).isEmpty();

        sessions.ready(id);

        await().untilAsserted(() -> assertThat(sessions.handed(id)).containsExactly("waits"));
    }

    @Test
    @Contract("states.authenticated")
    void aCampaignMayMoveToAnAuthenticatedSessionWhereItsMessagesWait() {
        String from = sessions.in("authenticated");
        String to = sessions.in("authenticated");
        String running = sessions.numbers.started(from, 2, 0);

        Answer changed = sessions.numbers.any(
                "PUT", "/api/whatsapp-campaigns/" + running + "/change-session", Map.of("newWhatsappSessionId", to));

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().at("/data/status").asString()).isEqualTo("running");
        assertThat(sessions.handed(to)).isEmpty();
        sessions.say(to, new EngineEvent.Ready(OptionalLong.of(393339999999L), Optional.empty()));
        await().untilAsserted(() -> assertThat(sessions.handed(to)).hasSize(2));
        assertThat(sessions.handed(from)).isEmpty();
    }

    @Test
    @Contract("states.default-engine")
    void sessionsOfDoorsThreeAndFourUseTheDefaultEngine() {
        sessions.numbers.post("/sessions", Map.of("sessionId", "by-door-3"));
        sessions.numbers.any("POST", "/whatsapp-web/session/by-door-4", Map.of());

        for (String id : List.of("by-door-3", "by-door-4")) {
            assertThat(text(sessions.numbers.get("/api/v1/sessions/" + id), "engine"))
                    .isEqualTo(ScriptedEngine.NAME);
        }
    }

    private static void send(String id, long to, String text) {
        sessions.numbers.post("/sessions/" + id + "/send", Map.of("phoneNumber", "+" + to, "message", text));
    }

    private static JsonNode blast(String id) {
        return sessions.numbers
                .post("/api/blast-control/sessions", Map.of("campaignName", id, "whatsappSessionId", id))
                .at("/data/whatsappAccount");
    }

    private static JsonNode find(JsonNode list, String field, String value) {
        return list.valueStream()
                .filter(each -> text(each, field).equals(value))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
