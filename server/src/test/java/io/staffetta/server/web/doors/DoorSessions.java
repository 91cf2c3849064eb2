package io.staffetta.server.web.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What tests of the doors do with simulated sessions. */
public final class DoorSessions {

    private final SimulatedNumbers numbers;

    /** On this product. */
    public DoorSessions(SimulatedNumbers numbers) {
        this.numbers = numbers;
    }

    /** Scans a session's code with this number; the session then sends without the human sequence. */
    public void link(String id, String number) {
        numbers.awaitState(id, "qr_generated");
        numbers.patch(
                "/api/v1/sessions/" + id, Map.of("hourlyLimit", 1000, "dailyLimit", 1000, "typingSimulation", false));
        numbers.post("/api/v1/simulator/sessions/" + id + "/scan", Map.of("number", number));
        numbers.awaitState(id, "ready");
    }

    /** The texts that have arrived from a session. */
    public List<String> arrived(String id) {
        return numbers.get("/api/v1/simulator/ledger?limit=1000")
                .path("items")
                .valueStream()
                .filter(item -> item.path("sessionId").asString().equals(id))
                .map(item -> item.path("text").asString())
                .toList();
    }

    /** Waits until this text has arrived from a session. */
    public void awaitArrival(String id, String text) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(arrived(id)).contains(text));
    }

    /** How many messages there are, of all states. */
    public int messages() {
        return numbers.server
                .database()
                .jdbc()
                .sql("select count(*) from message")
                .query(Integer.class)
                .single();
    }

    /** How many sessions there are. */
    public int sessions() {
        return numbers.server
                .database()
                .jdbc()
                .sql("select count(*) from wa_session")
                .query(Integer.class)
                .single();
    }

    /** The credentials of another user. */
    public String[] stranger() {
        numbers.any("POST", "/api/v1/users", Map.of("email", "eva@example.org", "password", "another quiet evening"));
        Answer login = numbers.server.post(
                "/api/v1/login", Map.of("email", "eva@example.org", "password", "another quiet evening"));
        return new String[] {
            "Authorization", "Bearer " + login.json().path("token").asString()
        };
    }

    /** Asserts that this was refused with this code. */
    public static JsonNode refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        return answer.json();
    }
}
