package io.staffetta.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DemoWatchTest {

    private static final String CAMPAIGN = """
            {"id": 1, "status": "running", "statusReason": null, "wait": {"reason": "rate_limit"},
             "counters": {"sent": %d, "pending": 9}}
            """;

    private final Map<String, Supplier<String>> answers = new ConcurrentHashMap<>();
    private final List<String> said = new ArrayList<>();
    private HttpServer server;
    private DemoApi api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        api = new DemoApi(
                JsonMapper.builder().build(),
                Integer.toString(server.getAddress().getPort()));
        answers.put("/api/v1/sessions", () -> "{\"items\":[{\"id\":\"anna\",\"state\":\"disconnected\"}]}");
        answers.put("/api/v1/simulator/clock", () -> "{\"factor\":20.0}");
        answers.put("/api/v1/messages", () -> """
                {"items":[{"id":17,"status":"queued","reason":"retry","dueAt":"2026-01-01T00:00:00Z","attempts":2,
                 "lastError":"timeout","sentAt":null}]}
                """);
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = answers.getOrDefault(exchange.getRequestURI().getPath(), () -> "{}")
                .get()
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aSlowMachineIsNoFailureWhileSomethingMoves() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        // A message every four looks, which takes as long as patience does altogether.
        answers.put("/api/v1/campaigns/1", () -> CAMPAIGN.formatted(looks.getAndIncrement() / 4));

        watch(Duration.ofMillis(600)).awaitSent("1", 4, 4);

        assertThat(said).containsExactly("4 of 4 sent");
    }

    @Test
    void whatWaitsAndWhyIsSaidWhenNothingMoves() {
        answers.put("/api/v1/campaigns/1", () -> CAMPAIGN.formatted(3));

        assertThatThrownBy(() -> watch(Duration.ofMillis(100)).awaitSent("1", 12, 25))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "3 of 25 were sent",
                        "campaign running",
                        "rate_limit",
                        "session anna: disconnected",
                        "message 17: queued retry",
                        "attempts 2 timeout");
    }

    @Test
    void aSessionThatDoesNotComeUpIsNamed() {
        answers.put("/api/v1/sessions/anna", () -> "{\"id\":\"anna\",\"state\":\"error\",\"reason\":\"failed\"}");

        assertThatThrownBy(() -> watch(Duration.ofMillis(100)).awaitState("anna", "ready"))
                .hasMessageContainingAll("session anna did not become ready", "session anna: error failed");
    }

    private DemoWatch watch(Duration patience) {
        return new DemoWatch(api, said::add, patience);
    }
}
