package io.staffetta.server.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The product's API as a script would use it. */
final class ApiClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE_WITH_FILES = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String base;
    private volatile String key = "";

    ApiClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** An answer; status 0 means that there was none. */
    record Answer(int status, JsonNode body) {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        Answer orFail() {
            if (!ok()) {
                throw new IllegalStateException("answer " + status + ": " + body);
            }
            return this;
        }
    }

    void useKey(String apiKey) {
        key = apiKey;
    }

    String key() {
        return key;
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    /** The value of a metric, with its labels if it has any; -1 if it is not told. */
    double metric(String name) {
        try {
            return http.send(request("/metrics").GET().build(), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** What could come as a picture as well. */
    Answer getJson(String path) {
        return send(request(path).header("Accept", "application/json").GET().build());
    }

    Answer post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    Answer put(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    Answer patch(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    Answer postCsv(String path, String csv) {
        return send(request(path)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv))
                .build());
    }

    /** A file too large to be sent or answered within a moment. */
    Answer postCsv(String path, Path file) throws IOException {
        return send(request(path)
                .timeout(PATIENCE_WITH_FILES)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build());
    }

    /** How many lines a file has that is fetched; -1 if there is none. */
    long lines(String path) {
        try {
            HttpResponse<Stream<String>> response = http.send(
                    request(path).timeout(PATIENCE_WITH_FILES).GET().build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                return response.statusCode() == 200 ? lines.count() : -1;
            }
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
        return key.isEmpty() ? builder : builder.header("X-Api-Key", key);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = response.body().isBlank() ? MissingNode.getInstance() : tree(response.body());
            return new Answer(response.statusCode(), body);
        } catch (IOException e) {
            return new Answer(0, MissingNode.getInstance());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, MissingNode.getInstance());
        }
    }

    private static JsonNode tree(String body) {
        return body.startsWith("{") || body.startsWith("[") ? JSON.readTree(body) : MissingNode.getInstance();
    }
}
