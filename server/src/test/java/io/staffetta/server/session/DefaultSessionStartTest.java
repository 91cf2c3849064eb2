package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.access.Users;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.doors.DoorSessions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a later start does about the default session, and a late clean-up about one that was logged out. */
class DefaultSessionStartTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    @Contract("door3.default-session")
    void aLaterStartPairsALoggedOutOneAnewAndLeavesAStoppedOneAlone() {
        Map<String, String> unset = Map.of("START_DEFAULT_SESSION", "", "AUTO_CLEANUP_ON_LOGOUT", "false");
        try (SimulatedNumbers numbers = new SimulatedNumbers(unset)) {
            DoorSessions sessions = new DoorSessions(numbers);
            sessions.link(DefaultSession.ID, "+244 923 000 001");
            numbers.any("POST", "/api/v1/simulator/sessions/zapnode-session/logout", Map.of());
            numbers.awaitState(DefaultSession.ID, "logged_out");

            numbers.server.bean(DefaultSession.class).atStart();
            numbers.awaitState(DefaultSession.ID, "qr_generated");

            numbers.post("/api/v1/sessions/zapnode-session/stop", Map.of());
            numbers.awaitState(DefaultSession.ID, "stopped");
            numbers.server.bean(DefaultSession.class).atStart();
            await().during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .until(() -> state(numbers).equals("stopped"));
        }
    }

    @Test
    @Contract("door3.default-session")
    void whatASwitchStoppedAnotherSwitchStarts() {
        try (SimulatedNumbers numbers = new SimulatedNumbers(Map.of("START_DEFAULT_SESSION", "true"))) {
            numbers.awaitState(DefaultSession.ID, "qr_generated");

            starting(numbers, false);
            numbers.awaitState(DefaultSession.ID, "stopped");
            starting(numbers, true);
            numbers.awaitState(DefaultSession.ID, "qr_generated");
        }
    }

    @Test
    @Contract("door3.auto-cleanup")
    void aSessionThatIsLinkedAnewOrMadeAnewMeanwhileIsNotCleanedUp() {
        try (SimulatedNumbers numbers = new SimulatedNumbers(Map.of("AUTO_CLEANUP_ON_LOGOUT", "false"))) {
            DoorSessions door = new DoorSessions(numbers);
            Sessions sessions = numbers.server.bean(Sessions.class);
            Caller caller = caller(numbers);
            numbers.post("/sessions", Map.of("sessionId", "by-door"));
            Session loggedOut = loggedOut(numbers, door, caller);

            numbers.post("/api/v1/sessions/by-door/start", Map.of());
            numbers.awaitState("by-door", "qr_generated");
            assertThat(sessions.deleteUnchanged(caller, loggedOut)).isFalse();
            Session again = loggedOut(numbers, door, caller);
            assertThat(sessions.deleteUnchanged(caller, loggedOut)).isFalse();
            assertThat(sessions.deleteUnchanged(caller, again)).isTrue();
            numbers.post("/sessions", Map.of("sessionId", "by-door"));
            assertThat(sessions.deleteUnchanged(caller, again)).isFalse();
            assertThat(door.sessions()).isOne();
        }
    }

    private static Session loggedOut(SimulatedNumbers numbers, DoorSessions door, Caller caller) {
        door.link("by-door", "+244 923 000 002");
        numbers.any("POST", "/api/v1/simulator/sessions/by-door/logout", Map.of());
        numbers.awaitState("by-door", "logged_out");
        Session session = numbers.server.bean(Sessions.class).require(caller.ownerId(), "by-door");
        assertThat(session.condition().state()).isEqualTo(SessionState.LOGGED_OUT);
        return session;
    }

    private static Caller caller(SimulatedNumbers numbers) {
        long owner =
                numbers.server.bean(Users.class).administrator().orElseThrow().id();
        return new Caller(owner, "system:test", Set.of(Scope.MANAGE));
    }

    /** A start of the product, as far as the default session goes. */
    private static void starting(SimulatedNumbers numbers, boolean wanted) {
        new DefaultSession(
                        numbers.server.bean(Sessions.class),
                        numbers.server.bean(SessionControl.class),
                        numbers.server.bean(Users.class),
                        numbers.server.bean(Audit.class),
                        wanted,
                        "simulator")
                .atStart();
    }

    private static String state(SimulatedNumbers numbers) {
        return numbers.get("/api/v1/sessions/zapnode-session").path("state").asString();
    }
}
