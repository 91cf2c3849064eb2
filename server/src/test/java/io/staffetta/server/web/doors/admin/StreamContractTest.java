package io.staffetta.server.web.doors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.contract.Contract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The second document's stream, and the human sequence that it tells of. */
class StreamContractTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> SEQUENCE =
            List.of("queued", "rate_limit_ok", "reading", "waiting_human", "typing", "sending", "sent");

    private static AdminWorld world;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        world = new AdminWorld();
        http = HttpClient.newHttpClient();
        world.numbers.any("PUT", "/api/v1/simulator/clock", Map.of("factor", 10));
        world.numbers.ready("groom", "39333111222");
        world.numbers.patch("/api/v1/sessions/groom", Map.of("typingSimulation", true));
        world.behaves("groom", Map.of("receipts", false));
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        world.close();
    }

    /** What a client of the stream has been told so far. */
    private static final class Client {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        Client(String path, @Nullable String lastSeen, String... credential) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(world.server.url() + path))
                    .header("Accept", "text/event-stream")
                    .headers(credential);
            if (lastSeen != null) {
                request.header("Last-Event-ID", lastSeen);
            }
            var _ = http.sendAsync(request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(subscriber()));
            await().until(() -> !lines.isEmpty());
        }

        private Flow.Subscriber<String> subscriber() {
            return new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(String line) {
                    lines.add(line);
                }

                @Override
                public void onError(Throwable thrown) {}

                @Override
                public void onComplete() {}
            };
        }

        List<JsonNode> told(long message) {
            return lines.stream()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> JSON.readTree(line.substring("data: ".length())))
                    .filter(data -> data.path("queue_message").asLong() == message)
                    .toList();
        }

        List<String> statuses(long message) {
            return told(message).stream()
                    .map(data -> data.path("status").asString())
                    .toList();
        }

        void awaitLast(long message, String status) {
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(statuses(message)).endsWith(status));
        }
    }

    @Test
    @Contract("door2.human-order")
    @Contract("door2.events-stream")
    @Contract("door2.events-admin")
    void theHumanSequenceIsStreamedAndStoredStepByStep() {
        Client client = new Client("/events", null, world.numbers.bearer());
        long id = world.send("groom", "39333111999");
        client.awaitLast(id, "sent");

        assertThat(client.statuses(id)).isEqualTo(SEQUENCE);
        for (JsonNode data : client.told(id)) {
            assertThat(data.propertyNames())
                    .containsExactly("type", "session", "chatId", "status", "timestamp", "queue_message", "metadata");
            assertThat(data.path("type").asString()).isEqualTo("message_status");
            assertThat(data.path("session").asString()).isEqualTo("groom");
            assertThat(data.path("chatId").asString()).isEqualTo("39333111999@c.us");
            assertThat(data.path("timestamp").asString()).endsWith("Z");
        }
        assertThat(client.lines.stream().filter(line -> line.startsWith("id: ")).count())
                .isGreaterThan(client.lines.stream()
                        .filter(line -> line.startsWith("data: "))
                        .count());
        JsonNode stored =
                world.get("/api/admin/whatsapp-events/?queue_message=" + id).json();
        assertThat(stored.path("count").asInt()).isEqualTo(SEQUENCE.size());
        assertThat(AdminWorld.phases(stored.path("results"))).isEqualTo(SEQUENCE);
        JsonNode log = world.get("/api/admin/whatsapp-events?page_size=1000").json();
        assertThat(log.path("results")
                        .valueStream()
                        .filter(event -> event.path("queue_message").asLong() == id)
                        .map(event -> event.path("phase").asString()))
                .containsExactlyElementsOf(SEQUENCE);
    }

    @Test
    @Contract("door2.human-order")
    void aRefusalEndsTheSequenceFailed() {
        Client client = new Client("/api/whatsapp-service/events", null, world.numbers.bearer());
        world.numbers.ready("rifiutato", "39333111223");
        world.behaves("rifiutato", Map.of("refuseRate", 1.0));
        long id = world.send("rifiutato");
        client.awaitLast(id, "failed");
        assertThat(client.told(id).getLast().at("/metadata/error").asString()).isNotEmpty();
    }

    @Test
    @Contract("door2.events-stream")
    @Contract("door2.public-prefix")
    void whatWasMissedIsReplayed() {
        Client first = new Client("/events", null, world.numbers.bearer());
        long id = world.send("groom");
        first.awaitLast(id, "sent");
        int reading = first.lines.indexOf(first.lines.stream()
                .filter(line -> line.contains("\"status\":\"reading\"") && line.contains("" + id))
                .findFirst()
                .orElseThrow());
        String seen = first.lines.get(reading - 1).substring("id: ".length());

        Client again = new Client("/api/whatsapp-service/events", seen, world.numbers.bearer());
        again.awaitLast(id, "sent");
        assertThat(again.statuses(id)).containsExactly("waiting_human", "typing", "sending", "sent");
    }

    @Test
    @Contract("door2.events-stream")
    void theHeartBeatsEveryFifteenSecondsAndStrangersAreToldNothing() {
        Client stranger = new Client("/events", null, world.stranger());
        long started = System.nanoTime();
        Client client = new Client("/events", null, world.numbers.bearer());
        client.awaitLast(world.send("groom"), "sent");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(stranger.lines).contains(": heartbeat"));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(14));
        assertThat(stranger.lines).noneMatch(line -> line.startsWith("data:"));
    }

    @Test
    @Contract("door2.events-stream")
    void aReportFromOutsideIsStreamedAsSuch() {
        Client client = new Client("/events", null, world.numbers.bearer());
        world.numbers.unlinked("bride");
        long id = world.send("bride");
        world.post(
                "/api/admin/whatsapp-events/",
                AdminWorld.json("{\"queue_message\":" + id + ",\"phase\":\"typing\",\"duration_ms\":1200}"));
        client.awaitLast(id, "typing");
        assertThat(client.told(id).getLast().at("/metadata/reported").asBoolean())
                .isTrue();
        assertThat(world.row(id).path("status").asString()).isEqualTo("pending");
    }
}
