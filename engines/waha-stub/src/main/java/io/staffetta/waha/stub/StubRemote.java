package io.staffetta.waha.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Drives a stub from outside, over HTTP. */
public final class StubRemote implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final int port;

    /** Drives the stub on this port of the loopback. */
    public StubRemote(int port) {
        this.port = port;
    }

    /** What to give as WAHA's address. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    /** A phone scans the code on show. */
    public void scan(String session, long phone) {
        act(session, "scan", Map.of("phone", Long.toString(phone)));
    }

    /** The session takes this status, and says so. */
    public void status(String session, String status) {
        act(session, "status", Map.of("status", status));
    }

    /** Another code is shown. */
    public void rotate(String session) {
        act(session, "rotate", Map.of());
    }

    /** The phone removes the device. */
    public void unlink(String session) {
        act(session, "unlink", Map.of());
    }

    /** Somebody writes; answers the id of what was written. */
    public String say(String session, String fromChat, String text) {
        return act(session, "say", Map.of("from", fromChat, "text", text))
                .path("id")
                .asString();
    }

    /** A message that was taken reaches this level. */
    public void advance(String session, String id, int level) {
        act(session, "advance", Map.of("id", id, "level", level));
    }

    /** From now on it behaves so. */
    public void behave(String session, StubBehaviour behaviour) {
        act(session, "behave", behaviour);
    }

    /** The next sendings go so; those after them go well. */
    public void expect(String session, Mood... moods) {
        act(session, "expect", Map.of("moods", List.of(moods)));
    }

    /** The session as WAHA shows it. */
    public JsonNode show(String session) {
        return act(session, "show", Map.of());
    }

    /** What was taken. */
    public List<StubLedger.Entry> ledger() {
        return List.of(JSON.treeToValue(call("ledger", ""), StubLedger.Entry[].class));
    }

    /** How often WAHA's routes were called, by method and path. */
    public JsonNode calls() {
        return call("calls", "");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode act(String session, String act, Object body) {
        return call(session + "/" + act, JSON.writeValueAsString(body));
    }

    private JsonNode call(String path, String body) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(baseUrl() + "/stub/" + path))
                            .timeout(Duration.ofSeconds(20))
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
