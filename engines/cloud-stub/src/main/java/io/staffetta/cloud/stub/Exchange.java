package io.staffetta.cloud.stub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One request and its answer. */
final class Exchange {

    private final HttpExchange http;
    private final byte[] body;

    Exchange(HttpExchange http) throws IOException {
        this.http = http;
        this.body = http.getRequestBody().readAllBytes();
    }

    String method() {
        return http.getRequestMethod();
    }

    /** The parts of the path between slashes. */
    List<String> path() {
        return Arrays.stream(http.getRequestURI().getPath().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = http.getRequestURI().getQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int sign = pair.indexOf('=');
            query.put(sign < 0 ? pair : pair.substring(0, sign), sign < 0 ? "" : pair.substring(sign + 1));
        }
        return query;
    }

    @Nullable
    String header(String name) {
        return http.getRequestHeaders().getFirst(name);
    }

    byte[] body() {
        return body;
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /** As tests see it later. */
    ObjectNode record() {
        ObjectNode seen = JsonMapper.shared().createObjectNode();
        seen.put("method", method()).put("path", http.getRequestURI().getPath());
        ObjectNode headers = seen.putObject("headers");
        http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        return seen.put("body", new String(body, StandardCharsets.ISO_8859_1));
    }

    void answer(int status, JsonNode answer) throws IOException {
        answer(status, JsonMapper.shared().writeValueAsBytes(answer), null);
    }

    void answer(int status, byte[] bytes, @Nullable Integer retryAfter) throws IOException {
        http.getResponseHeaders().set("Content-Type", "application/json");
        if (retryAfter != null) {
            http.getResponseHeaders().set("Retry-After", Integer.toString(retryAfter));
        }
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            http.getResponseBody().write(bytes);
        }
        http.close();
    }

    /** Promises more than it gives, then closes. */
    void breakOff() throws IOException {
        http.sendResponseHeaders(200, 1_000);
        http.getResponseBody().write("{\"messages\":".getBytes(StandardCharsets.US_ASCII));
        http.getResponseBody().flush();
        http.close();
    }

    /** Closes the connection without an answer. */
    void drop() {
        http.close();
    }
}
