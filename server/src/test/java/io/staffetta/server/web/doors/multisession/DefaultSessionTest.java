package io.staffetta.server.web.doors.multisession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.doors.DoorSessions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DefaultSessionTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    @Contract("door3.default-session")
    @Contract("door3.console-qr")
    @Contract("door3.auto-cleanup")
    @Contract("rules.set-up-user")
    void itComesWithTheSetUpShowsItsCodeAndGoesWithALogout(CapturedOutput console) {
        try (SimulatedNumbers numbers =
                new SimulatedNumbers(Map.of("START_DEFAULT_SESSION", "", "AUTO_CLEANUP_ON_LOGOUT", ""))) {
            DoorSessions sessions = new DoorSessions(numbers);
            numbers.awaitState("zapnode-session", "qr_generated");
            String code = numbers.server
                    .get("/api/v1/sessions/zapnode-session/qr", numbers.bearer("Accept", "application/json"))
                    .json()
                    .path("code")
                    .asString();
            await().atMost(SOON).until(() -> console.getOut().contains(HalfBlocks.draw(code)));

            numbers.post("/sessions", Map.of("sessionId", "by-door"));
            sessions.link("zapnode-session", "+244 923 000 001");
            sessions.link("by-door", "+244 923 000 002");
            numbers.unlinked("by-api");
            sessions.link("by-api", "+244 923 000 003");
            for (String id : List.of("zapnode-session", "by-door", "by-api")) {
                numbers.any("POST", "/api/v1/simulator/sessions/" + id + "/logout", Map.of());
            }

            await().atMost(SOON).until(() -> sessions.sessions() == 1);
            numbers.awaitState("by-api", "logged_out");
            Duration kept = numbers.server
                    .database()
                    .jdbc()
                    .sql("""
                            select extract(epoch from g.at - o.at) * 1000 from message_event o join message_event g using
                                (session_pk) where o.phase = 'logged_out' and g.phase = 'deleted' order by 1 limit 1
                            """)
                    .query((row, n) -> Duration.ofMillis(row.getLong(1)))
                    .single();
            assertThat(kept).isBetween(Duration.ofMillis(1_990), Duration.ofSeconds(10));
        }
    }

    @Test
    @Contract("door3.auto-cleanup")
    void whereTheCleanUpIsSwitchedOffASessionStaysLoggedOut() {
        try (SimulatedNumbers numbers = new SimulatedNumbers(Map.of("AUTO_CLEANUP_ON_LOGOUT", "false"))) {
            DoorSessions sessions = new DoorSessions(numbers);
            numbers.post("/sessions", Map.of("sessionId", "by-door"));
            sessions.link("by-door", "+244 923 000 002");
            numbers.any("POST", "/api/v1/simulator/sessions/by-door/logout", Map.of());
            numbers.awaitState("by-door", "logged_out");
            await().during(Duration.ofSeconds(7)).atMost(SOON).until(() -> sessions.sessions() == 1);
        }
    }

    @Test
    @Contract("door3.default-session")
    void whereNobodySaysAnythingItComes() {
        Map<String, String> silence =
                Map.of("START_DEFAULT_SESSION", RunningServer.UNSET, "AUTO_CLEANUP_ON_LOGOUT", RunningServer.UNSET);
        try (SimulatedNumbers numbers = new SimulatedNumbers(silence)) {
            numbers.awaitState("zapnode-session", "qr_generated");

            assertThat(new DoorSessions(numbers).sessions()).isOne();
            assertThat(notice(numbers)).isEqualTo("default_session_waits");
            new DoorSessions(numbers).link("zapnode-session", "+244 923 000 001");
            assertThat(notice(numbers)).isEmpty();
        }
    }

    private static String notice(SimulatedNumbers numbers) {
        return numbers.server
                .get("/api/v1/sessions/zapnode-session", numbers.bearer())
                .json()
                .at("/notices/0/code")
                .asString("");
    }

    @Test
    @Contract("door3.default-session")
    void switchedOffItDoesNotCome() {
        try (SimulatedNumbers numbers = new SimulatedNumbers(Map.of("START_DEFAULT_SESSION", "false"))) {
            numbers.unlinked("another");

            assertThat(new DoorSessions(numbers).sessions()).isOne();
            assertThat(numbers.server
                            .get("/health")
                            .json()
                            .path("defaultSession")
                            .path("status")
                            .asString())
                    .isEqualTo("disconnected");
        }
    }
}
