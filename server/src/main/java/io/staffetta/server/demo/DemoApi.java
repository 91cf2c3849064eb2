package io.staffetta.server.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product's API over HTTP, with what the demo needs of it. */
final class DemoApi implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final JsonMapper json;
    private final String base;
    private String key = "";

    DemoApi(JsonMapper json, String port) {
        this.json = json;
        this.base = "http://127.0.0.1:" + port;
    }

    void useKey(String apiKey) {
        key = apiKey;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, "application/json", "");
    }

    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, "application/json", json.writeValueAsString(body));
    }

    JsonNode put(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("PUT", path, "application/json", json.writeValueAsString(body));
    }

    JsonNode patch(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("PATCH", path, "application/json", json.writeValueAsString(body));
    }

    JsonNode postCsv(String path, String csv) throws IOException, InterruptedException {
        return send("POST", path, "text/csv", csv);
    }

    private JsonNode send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", type)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-Api-Key", key);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return json.readTree(response.body().isBlank() ? "{}" : response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
