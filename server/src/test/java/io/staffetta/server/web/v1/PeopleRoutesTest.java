package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.storage.DataFolder;
import io.staffetta.server.storage.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Direct messages, people and events as a script uses them, on the whole product with a simulated number. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DirtiesContext
@Timeout(120)
class PeopleRoutesTest {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private ServletWebServerApplicationContext server;

    @Autowired
    private DataFolder folder;

    private String key = "";

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        DATABASE.properties().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("staffetta.events.heartbeat", () -> "300ms");
    }

    @AfterAll
    void close() {
        http.shutdownNow();
        DATABASE.close();
    }

    private record Answer(int status, JsonNode body) {}

    @BeforeEach
    void aSessionThatIsReady() throws IOException {
        if (!key.isEmpty()) {
            return;
        }
        String token = Files.readString(folder.path().resolve("setup-token")).strip();
        key = post(
                        "/api/v1/setup",
                        Map.of("token", token, "email", "o@example.org", "password", "una frase abbastanza lunga"))
                .body()
                .path("apiKey")
                .asString();
        assertThat(post("/api/v1/sessions", Map.of("id", "one", "name", "One", "engine", "simulator"))
                        .status())
                .isEqualTo(201);
        assertThat(send(
                                "PATCH",
                                "/api/v1/sessions/one",
                                Map.of("hourlyLimit", 1000, "dailyLimit", 1000, "typingSimulation", false))
                        .status())
                .isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        post("/api/v1/simulator/sessions/one/scan", Map.of()).status() == 200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> get("/api/v1/sessions/one").body().toString().contains("\"ready\""));
    }

    @Test
    void aMessageIsAcceptedSentAndTold() {
        Answer accepted = message("+39 333 111 0001", "k1");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.body().path("status").asString()).isEqualTo("queued");
        long id = accepted.body().path("id").asLong();
        untilSent(id);
        JsonNode told = get("/api/v1/messages/" + id).body();
        assertThat(told.path("text").asString()).isEqualTo("Ciao");
        assertThat(told.path("to").asString()).isEqualTo("+393331110001");
        assertThat(told.path("sessionId").asString()).isEqualTo("one");
        assertThat(told.path("timeline").toString()).contains("queued", "sending", "sent");
        assertThat(get("/api/v1/messages?sessionId=one&order=newest&limit=1")
                        .body()
                        .path("items"))
                .hasSize(1);
        assertThat(message("+39 333 111 0001", "k1").body().path("id").asLong()).isEqualTo(id);
        assertThat(post("/api/v1/messages/" + id + "/force-send", null)
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("already_sent");
    }

    @Test
    void refusalsHaveTheirCodes() {
        assertThat(code(post("/api/v1/messages", Map.of("sessionId", "none", "to", "+393331110001", "text", "Ciao"))))
                .isEqualTo("session_not_found");
        assertThat(code(post("/api/v1/messages", Map.of("sessionId", "one", "to", "pippo", "text", "Ciao"))))
                .isEqualTo("invalid_number");
        assertThat(code(post("/api/v1/messages", Map.of("sessionId", "one", "to", "+393331110001", "text", ""))))
                .isEqualTo("invalid_text");
        assertThat(code(get("/api/v1/messages/999999999"))).isEqualTo("message_not_found");
        assertThat(code(get("/api/v1/messages?status=lost"))).isEqualTo("unknown_status");
        assertThat(code(get("/api/v1/event-log?after=nonsense"))).isEqualTo("event_position_gone");
    }

    @Test
    void anOptOutHoldsAtOnceAndIsLiftedWithAReason() {
        assertThat(post("/api/v1/opt-outs", Map.of("phone", "+393331110002")).status())
                .isEqualTo(201);
        Answer refused = message("+393331110002", null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(code(refused)).isEqualTo("opted_out");
        assertThat(get("/api/v1/opt-outs").body().toString()).contains("+393331110002");

        assertThat(code(send("DELETE", "/api/v1/opt-outs/+393331110002", null))).isEqualTo("reason_missing");
        assertThat(send("DELETE", "/api/v1/opt-outs/+393331110002?reason=asked", null)
                        .status())
                .isEqualTo(204);
        assertThat(message("+393331110002", null).status()).isEqualTo(202);
    }

    @Test
    void optOutsAreImportedFromListsAndFiles() {
        Answer list = post("/api/v1/opt-outs/import", Map.of("phones", List.of("+393331110003", "pippo")));
        assertThat(list.body().path("added").asInt()).isEqualTo(1);
        assertThat(list.body().path("rejected").toString()).contains("invalid_number");

        Answer file = exchange(request("/api/v1/opt-outs/import")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("name;phone\nAnna;+39 333 111 0004\nBruno;393331110005\n"))
                .build());
        assertThat(file.body().path("added").asInt()).isEqualTo(2);
    }

    @Test
    void aPersonWritesIsKnownStopsAndIsErased() {
        String person = "+393331110006";
        long sent = message(person, null).body().path("id").asLong();
        untilSent(sent);
        assertThat(post("/api/v1/simulator/sessions/one/say", Map.of("from", person, "text", "Stop"))
                        .status())
                .isLessThan(300);
        Awaitility.await().until(() -> get("/api/v1/contacts/" + person).status() == 200);

        JsonNode history = get("/api/v1/contacts/" + person).body();
        assertThat(history.path("optOut").path("word").asString()).isEqualTo("STOP");
        assertThat(history.path("received")).hasSize(1);
        assertThat(history.path("sent")).hasSize(1);
        assertThat(send("PATCH", "/api/v1/contacts/" + person, Map.of("name", "Anna"))
                        .body()
                        .path("name")
                        .asString())
                .isEqualTo("Anna");
        assertThat(get("/api/v1/contacts?search=ann").body().path("items")).hasSize(1);

        assertThat(code(send("DELETE", "/api/v1/contacts/" + person, null))).isEqualTo("erase_not_confirmed");
        assertThat(send("DELETE", "/api/v1/contacts/" + person + "?erase=true", null)
                        .status())
                .isEqualTo(204);
        assertThat(get("/api/v1/contacts/" + person).status()).isEqualTo(404);
        assertThat(get("/api/v1/messages/" + sent).body().path("to").isNull()).isTrue();
        assertThat(code(message(person, null))).isEqualTo("opted_out");
    }

    @Test
    void eventsArePushedAndPulledWithTheSameIds() throws Exception {
        HttpResponse<java.io.InputStream> stream =
                http.send(request("/api/v1/events?topics=messages").GET().build(), BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        assertThat(stream.headers().firstValue("Cache-Control")).hasValue("no-store");
        long id = message("+393331110007", null).body().path("id").asLong();
        List<String> ids = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.contains("\"phase\":\"sent\",\"messageId\":" + id)) {
                if (line.startsWith("data: ") && line.contains("\"messageId\":" + id)) {
                    ids.add(JSON.readTree(line.substring(6)).path("id").asString());
                }
                line = lines.readLine();
            }
        }

        assertThat(ids).hasSizeGreaterThanOrEqualTo(2);
        String pulled =
                get("/api/v1/event-log?limit=1000&topics=messages").body().toString();
        assertThat(ids).allMatch(pulled::contains);
        JsonNode after =
                get("/api/v1/event-log?limit=1&after=" + ids.getFirst()).body();
        assertThat(after.path("items")).hasSize(1);
        assertThat(request401("/api/v1/events")).isEqualTo(401);
    }

    private int request401(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(base() + path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private void untilSent(long id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> List.of("sent", "delivered", "read")
                        .contains(get("/api/v1/messages/" + id)
                                .body()
                                .path("status")
                                .asString()));
    }

    private Answer message(String to, @Nullable String idempotencyKey) {
        HttpRequest.Builder request = request("/api/v1/messages")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(
                        Map.of("sessionId", "one", "to", to, "text", "Ciao", "kind", "transactional"))));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return exchange(request.build());
    }

    private static String code(Answer answer) {
        return answer.body().path("code").asString();
    }

    private Answer get(String path) {
        return exchange(request(path).GET().build());
    }

    private Answer post(String path, @Nullable Map<String, ?> body) {
        return send("POST", path, body);
    }

    private Answer send(String method, String path, @Nullable Map<String, ?> body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base() + path)).header("X-Api-Key", key);
    }

    private String base() {
        return "http://127.0.0.1:"
                + java.util.Objects.requireNonNull(server.getWebServer()).getPort();
    }

    private Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), JSON.readTree(response.body().isEmpty() ? "{}" : response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
