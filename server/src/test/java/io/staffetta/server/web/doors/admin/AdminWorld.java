package io.staffetta.server.web.doors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The running product with simulated numbers, seen through this door. */
final class AdminWorld implements AutoCloseable {

    static final String QUEUE = "/api/admin/whatsapp-queue/";

    final SimulatedNumbers numbers = new SimulatedNumbers();
    final RunningServer server = numbers.server;
    private int people;

    /** GET with a credential. */
    Answer get(String path, String... headers) {
        return server.get(path, numbers.bearer(headers));
    }

    /** POST without a body. */
    Answer post(String path, String... headers) {
        return server.send("POST", path, null, numbers.bearer(headers));
    }

    /** POST of JSON as it is written here. */
    Answer post(String path, JsonText body, String... headers) {
        return server.send("POST", path, body.text(), numbers.bearer(headers));
    }

    /** A body, to be told from a header. */
    record JsonText(String text) {}

    static JsonText json(String text) {
        return new JsonText(text);
    }

    /** A number nobody has been written to yet. */
    String somebody() {
        return "39333500%04d".formatted(people++);
    }

    /** Queues a message; its id. */
    long send(String session, String to) {
        Answer queued = post("/" + session + "/send", json("{\"phone\":\"" + to + "\",\"message\":\"Ciao\"}"));
        assertThat(queued.status()).as(queued.text()).isEqualTo(200);
        return queued.json().path("queue_id").asLong();
    }

    long send(String session) {
        return send(session, somebody());
    }

    JsonNode row(long id) {
        return get(QUEUE + id + "/").json();
    }

    /** Waits until a message has this status, and answers its row. */
    JsonNode awaitStatus(long id, String status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(row(id).path("status").asString()).isEqualTo(status));
        return row(id);
    }

    /** A message that was sent, whether or not it has been read since. */
    JsonNode awaitSent(long id) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(row(id).path("status").asString()).isIn("sent", "delivered", "read"));
        return row(id);
    }

    static List<String> phases(JsonNode events) {
        return Stream.iterate(0, i -> i < events.size(), i -> i + 1)
                .map(i -> events.get(i).path("phase").asString())
                .toList();
    }

    /** How a simulated number behaves from now on. */
    void behaves(String session, Map<String, ?> behaviour) {
        Answer done = numbers.any("PUT", "/api/v1/simulator/sessions/" + session + "/behaviour", behaviour);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
    }

    void limits(String session, int perHour, int perDay) {
        numbers.patch("/api/v1/sessions/" + session, Map.of("hourlyLimit", perHour, "dailyLimit", perDay));
    }

    /** Another user's credential. */
    String[] stranger() {
        Map<String, String> login = Map.of("email", "bob@example.org", "password", "another quiet evening");
        numbers.any("POST", "/api/v1/users", login);
        String token = server.post("/api/v1/login", login).json().path("token").asString();
        return new String[] {"Authorization", "Bearer " + token};
    }

    int count(String table) {
        return server.database()
                .jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() {
        numbers.close();
    }
}
