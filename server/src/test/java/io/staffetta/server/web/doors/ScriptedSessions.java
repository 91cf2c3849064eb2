package io.staffetta.server.web.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.server.access.Users;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions of a running product that are brought into any state, by what their engine says and their user does. */
final class ScriptedSessions implements AutoCloseable {

    /** Has a chat with every session from here. */
    static final long FRIEND = 393332000001L;

    final SimulatedNumbers numbers = new SimulatedNumbers(
            Map.of("staffetta.default-engine", ScriptedEngine.NAME, "AUTO_CLEANUP_ON_LOGOUT", "false"),
            ScriptedEngine.class);
    private final ScriptedEngine engine = numbers.server.bean(ScriptedEngine.class);
    private final long owner =
            numbers.server.bean(Users.class).administrator().orElseThrow().id();
    private final AtomicLong phones = new AtomicLong(393333000000L);

    /** Makes a session through door 3 and brings it into this state; returns its id. */
    String in(String state) {
        String id = state + "-" + phones.incrementAndGet();
        numbers.post("/sessions", Map.of("sessionId", id));
        numbers.patch(
                "/api/v1/sessions/" + id, Map.of("hourlyLimit", 1000, "dailyLimit", 1000, "typingSimulation", false));
        switch (state) {
            case "initializing" -> {}
            case "qr_generated" -> say(id, new EngineEvent.QrCode("code", Duration.ofMinutes(10)));
            case "authenticated" -> say(id, new EngineEvent.Authenticated());
            default -> afterReady(id, state);
        }
        numbers.awaitState(id, state);
        return id;
    }

    private void afterReady(String id, String state) {
        ready(id);
        switch (state) {
            case "ready" -> {}
            case "restricted" ->
                say(id, new EngineEvent.Restricted(Instant.now().plus(Duration.ofDays(1)), "new"));
            case "disconnected" -> say(id, new EngineEvent.Disconnected("reset"));
            case "logged_out" -> say(id, new EngineEvent.LoggedOut("by phone"));
            case "stopped" -> numbers.post("/api/v1/sessions/" + id + "/stop", Map.of());
            case "error" -> say(id, new EngineEvent.Banned("spam"));
            default -> throw new IllegalArgumentException(state);
        }
    }

    /** Its phone is linked, and a friend writes to it. */
    void ready(String id) {
        EngineEvent ready = new EngineEvent.Ready(OptionalLong.of(phones.incrementAndGet()), Optional.of("Shop"));
        // What a connection says that was given up does not count: it is said until a new one is there.
        await().untilAsserted(() -> {
            say(id, ready);
            assertThat(numbers.get("/api/v1/sessions/" + id).path("state").asString())
                    .isEqualTo("ready");
        });
        say(id, new EngineEvent.Inbound("in-" + id, FRIEND, "Hello", Instant.now()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> numbers.server
                                .database()
                                .jdbc()
                                .sql("select count(*) from contact where owner_id = ? and last_inbound_at is not null")
                                .param(owner)
                                .query(Integer.class)
                                .single()
                        > 0);
    }

    void say(String id, EngineEvent event) {
        engine.say(key(id), event);
    }

    /** The texts that a session's engine was given. */
    List<String> handed(String id) {
        return engine.handed(key(id)).stream().map(OutboundMessage::text).toList();
    }

    private String key(String id) {
        return numbers.server.bean(Sessions.class).require(owner, id).engineKey();
    }

    @Override
    public void close() {
        numbers.close();
    }
}
