package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The whole product with somebody to tell things to, and events that are written into the log as they are needed. */
final class HookWorld implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WEBHOOKS = "/api/v1/webhooks";

    final Receiver receiver = new Receiver();
    final RunningServer server;
    final String key;
    final long owner;

    HookWorld(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("staffetta.outbound.allow", "127.0.0.1:" + receiver.port());
        properties.put("staffetta.webhooks.timeout", "2s");
        server = RunningServer.start(properties);
        key = server.setUp();
        owner = jdbc().sql("select id from app_user").query(Long.class).single();
    }

    JdbcClient jdbc() {
        return server.database().jdbc();
    }

    /** A webhook and its secret, as the API answers. */
    JsonNode webhook(String path, String... events) {
        Answer answer = send("POST", "", Map.of("url", receiver.url(path), "events", List.of(events)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    Answer send(String method, String path, @Nullable Object body) {
        String text = body == null
                ? null
                : tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(body);
        return server.send(method, WEBHOOKS + path, text, "X-Api-Key", key);
    }

    JsonNode ok(String method, String path, @Nullable Object body) {
        Answer answer = send(method, path, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json();
    }

    /** Something happens to a session that has no row. */
    void happens(String kind, String phase) {
        happens(kind, phase, null);
    }

    void happens(String kind, String phase, @Nullable String detail) {
        jdbc().sql("insert into message_event (at, owner_id, kind, phase, detail) values (?, ?, ?, ?, ?::jsonb)")
                .params(server.clock().instant().atOffset(java.time.ZoneOffset.UTC), owner, kind, phase, detail)
                .update();
    }

    /** The only delivery of a webhook, once it is so. */
    JsonNode delivery(JsonNode webhook, String state, int attempts) {
        String path = "/" + webhook.path("id").asString() + "/deliveries";
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode item = ok("GET", path, null).at("/items/0");
            assertThat(item.path("state").asString()).as(item.toString()).isEqualTo(state);
            assertThat(item.path("attempts").asInt()).as(item.toString()).isEqualTo(attempts);
        });
        String id = ok("GET", path, null).at("/items/0/id").asString();
        return ok("GET", path + "/" + id, null);
    }

    void awaitCalls(String path, int calls) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.calls(path)).hasSize(calls));
    }

    @Override
    public void close() {
        receiver.close();
        server.close();
    }
}
