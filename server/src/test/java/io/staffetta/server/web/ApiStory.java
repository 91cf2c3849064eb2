package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.pigeon.PigeonEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A running product whose API document is tried, one route after the other. */
final class ApiStory implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final RunningServer server = RunningServer.start(Map.of(), PigeonEngine.class);
    private final ApiDescription document =
            ApiDescription.of(server.get("/docs/openapi.json").json());
    private final Set<String> told = new TreeSet<>();
    private final Map<String, String> headers = new HashMap<>();

    /** Sends this with every request from now on. */
    void header(String name, String value) {
        headers.put(name, value);
    }

    /** The same for the credential. */
    void key(String name, String value) {
        headers.put(name, value);
    }

    /** Tries the example of a route such as {@code GET /api/v1/me} as it stands. */
    Answer tell(String route) {
        return tell(route, Map.of(), Map.of());
    }

    /** Tries it with these fields of the body. */
    Answer tell(String route, Map<String, ?> fields) {
        return tell(route, fields, Map.of());
    }

    /** Tries it at this place: values of the parameters in the path, as name, value, name, value. */
    Answer at(String route, String... place) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < place.length; i += 2) {
            values.put(place[i], place[i + 1]);
        }
        return tell(route, Map.of(), values);
    }

    private Answer tell(String route, Map<String, ?> fields, Map<String, String> place) {
        ApiDescription.Route described = document.route(route);
        told.add(route);
        String body = described.request();
        if (!fields.isEmpty()) {
            ObjectNode changed = (ObjectNode) JSON.readTree(body);
            fields.forEach((name, value) -> changed.set(name, JSON.valueToTree(value)));
            body = changed.toString();
        }
        Answer answer = server.send(described.method(), path(described, place), body, headers(described));
        described.check(answer);
        return answer;
    }

    /** Tries the example of a stream: its first line. */
    void tellStream(String route) {
        ApiDescription.Route described = document.route(route);
        told.add(route);
        try {
            URLConnection connection =
                    URI.create(server.url() + path(described, Map.of())).toURL().openConnection();
            headers.forEach(connection::setRequestProperty);
            connection.setRequestProperty("Last-Event-ID", "0");
            connection.setReadTimeout(30_000);
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(connection.getContentType()).startsWith("text/event-stream");
                assertThat(in.readLine()).isNotNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The routes that were not tried. */
    Set<String> untold() {
        Set<String> left = new TreeSet<>(document.routes());
        left.removeAll(told);
        return left;
    }

    /** Beside the story: a ready session. */
    void session(String id, String number) {
        post("/api/v1/sessions", "{\"id\":\"" + id + "\",\"engine\":\"simulator\"}");
        awaitState(id, "qr_generated");
        post("/api/v1/simulator/sessions/" + id + "/scan", "{\"number\":\"" + number + "\"}");
        awaitState(id, "ready");
    }

    /** Beside the story: a session that is called from outside, with a call that is parked; answers the call's id. */
    String calledSession(String id) {
        post("/api/v1/sessions", """
                {"id":"%s","engine":"pigeon","settings":{"phone":"393331119999","token":"t"}}
                """.formatted(id));
        return server.database()
                .jdbc()
                .sql("""
                        insert into inbound_call (owner_id, session_pk, body, state, reason, attempts, received_at)
                        select owner_id, id, '', 'parked', 'a field that is not known', 1, now() from wa_session
                        where session_id = ? returning id
                        """)
                .param(id)
                .query(Long.class)
                .single()
                .toString();
    }

    /** Beside the story: a delivery that failed, of a webhook that cannot be called; answers its id. */
    String failedDelivery(String webhook) {
        server.database()
                .jdbc()
                .sql("update webhook_endpoint set url = 'http://127.0.0.1:1/' where id = ?::bigint")
                .param(webhook)
                .update();
        return server.database()
                .jdbc()
                .sql("""
                        insert into webhook_delivery (owner_id, endpoint_id, event_id, type, event, state, created_at, done_at)
                        select owner_id, id, '4f2a9c1e-1-2', 'message.read', '{"at":"2026-11-20T10:00:00Z"}', 'failed', now(),
                            now()
                        from webhook_endpoint where id = ?::bigint returning id
                        """)
                .param(webhook)
                .query(Long.class)
                .single()
                .toString();
    }

    /** Beside the story: a message to be sent at a time. */
    String message(String sendAt) {
        return post("/api/v1/messages", """
                {"sessionId":"shop","to":"+39 333 100 0009","text":"Ciao","sendAt":"%s"}
                """.formatted(sendAt)).path("id").asString();
    }

    /** Beside the story: how the first session's number behaves. */
    void behave(String behaviour) {
        behave("shop", behaviour);
    }

    /** The same for another session's number. */
    void behave(String session, String behaviour) {
        Answer answer = server.send("PUT", "/api/v1/simulator/sessions/" + session + "/behaviour", behaviour, all());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    JsonNode get(String path) {
        return server.get(path, all()).json();
    }

    JsonNode post(String path, String body) {
        Answer answer = server.send("POST", path, body, all());
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json();
    }

    void awaitState(String session, String state) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/api/v1/sessions/" + session)
                        .path("state")
                        .asString()
                        .equals(state));
    }

    void awaitPicture(String session) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/api/v1/sessions/" + session).path("picture").isString());
    }

    void awaitMessage(String id, String... statuses) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Arrays.asList(statuses)
                        .contains(get("/api/v1/messages/" + id).path("status").asString()));
    }

    private String path(ApiDescription.Route route, Map<String, String> place) {
        String path = route.path();
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (JsonNode parameter : route.parameters()) {
            String name = parameter.path("name").asString();
            String value = place.getOrDefault(name, parameter.path("example").asString(""));
            if (value.isEmpty()) {
                continue;
            }
            switch (parameter.path("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(value));
                case "query" -> query.add(name + "=" + encoded(value));
                default -> {}
            }
        }
        assertThat(path).as("an example for each parameter").doesNotContain("{");
        return path + query;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String[] headers(ApiDescription.Route route) {
        List<String> list = new ArrayList<>(List.of(all()));
        if (route.requestType() != null) {
            list.addAll(List.of("Content-Type", route.requestType()));
        }
        list.addAll(List.of("Accept", route.responseType()));
        return list.toArray(String[]::new);
    }

    private String[] all() {
        List<String> list = new ArrayList<>();
        headers.forEach((name, value) -> list.addAll(List.of(name, value)));
        return list.toArray(String[]::new);
    }

    @Override
    public void close() {
        server.close();
    }
}
