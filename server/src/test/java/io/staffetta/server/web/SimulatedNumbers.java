package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running product with its administrator, simulated numbers and campaigns, seen from outside. */
public final class SimulatedNumbers implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public final RunningServer server;
    private final String[] key;
    private final String token;

    /** Starts it and makes the administrator. */
    public SimulatedNumbers() {
        this(Map.of());
    }

    /** Starts it with these properties and beans, and makes the administrator. */
    public SimulatedNumbers(Map<String, String> properties, Class<?>... more) {
        server = RunningServer.start(properties, more);
        key = new String[] {"X-Api-Key", server.setUp()};
        token = server.post("/api/v1/login", Map.of("email", RunningServer.EMAIL, "password", RunningServer.PASSWORD))
                .json()
                .path("token")
                .asString();
    }

    /** The administrator's JWT as a header. */
    public String[] bearer(String... more) {
        String[] headers = new String[more.length + 2];
        headers[0] = "Authorization";
        headers[1] = "Bearer " + token;
        System.arraycopy(more, 0, headers, 2, more.length);
        return headers;
    }

    /** A session whose code nobody has scanned. */
    public void unlinked(String id) {
        ok(server.post("/api/v1/sessions", Map.of("id", id, "name", id, "engine", "simulator"), key));
        awaitState(id, "qr_generated");
    }

    /** A session that is ready, linked with this number; it sends without the human sequence. */
    public void ready(String id, String number) {
        unlinked(id);
        patch("/api/v1/sessions/" + id, Map.of("hourlyLimit", 1000, "dailyLimit", 1000, "typingSimulation", false));
        ok(server.post("/api/v1/simulator/sessions/" + id + "/scan", Map.of("number", number), key));
        awaitState(id, "ready");
    }

    /** Waits until a session is in this state. */
    public void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                get("/api/v1/sessions/" + id).path("state").asString())
                        .isEqualTo(state));
    }

    /** A draft with this many people; returns its public id. */
    public String draft(String session, int people, int delayMillis) {
        JsonNode made = post(
                "/api/v1/campaigns",
                Map.of(
                        "name",
                        "Campagna Test",
                        "sessionId",
                        session,
                        "template",
                        "Ciao {{nome|amico}}",
                        "messageDelay",
                        Map.of("min", delayMillis, "max", delayMillis)));
        StringBuilder csv = new StringBuilder("telefono;nome\n");
        for (int i = 0; i < people; i++) {
            csv.append("+39333200%04d;Persona %d\n".formatted(i, i));
        }
        String id = made.path("publicId").asString();
        Answer imported = server.send(
                "POST",
                "/api/v1/campaigns/" + id + "/recipients",
                csv.toString(),
                "Content-Type",
                "text/csv",
                key[0],
                key[1]);
        assertThat(ok(imported).path("accepted").asInt()).isEqualTo(people);
        return id;
    }

    /** A campaign that was started. */
    public String started(String session, int people, int delayMillis) {
        String id = draft(session, people, delayMillis);
        post("/api/v1/campaigns/" + id + "/start", Map.of());
        return id;
    }

    /** The campaign as the API tells it. */
    public JsonNode campaign(String id) {
        return get("/api/v1/campaigns/" + id);
    }

    /** GET that succeeds. */
    public JsonNode get(String path) {
        return ok(server.get(path, key));
    }

    /** POST that succeeds. */
    public JsonNode post(String path, Object body) {
        return ok(server.post(path, body, key));
    }

    /** PATCH that succeeds. */
    public JsonNode patch(String path, Object body) {
        return ok(any("PATCH", path, body));
    }

    /** Any request with an API key. */
    public Answer any(String method, String path, Object body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(key, 0, all, 0, 2);
        System.arraycopy(headers, 0, all, 2, headers.length);
        return server.send(method, path, JSON.writeValueAsString(body), all);
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.text().isEmpty() ? JSON.createObjectNode() : answer.json();
    }

    @Override
    public void close() {
        server.close();
    }
}
