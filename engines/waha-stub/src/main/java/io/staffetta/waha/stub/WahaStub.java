package io.staffetta.waha.stub;

import io.staffetta.waha.stub.HttpPort.Answer;
import io.staffetta.waha.stub.HttpPort.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stub server. As a process: {@code WahaStub <port or 0> <folder> <api key>}; prints {@code listening <port>}. Answers
 * like WAHA under {@code /api}, and is driven under {@code /stub}, see {@link StubRemote}. What it took and which phones
 * are linked outlive it in its folder.
 */
public final class WahaStub implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;
    private final String apiKey;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, StubSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final StubLedger ledger;
    private final StubApi api = new StubApi(this);
    private final HttpPort port;

    /** Starts in this process, where {@link StubRemote} drives it as well. */
    public WahaStub(int port, Path folder, String apiKey) {
        this.folder = folder;
        this.apiKey = apiKey;
        this.ledger = new StubLedger(ledgerIn(folder));
        restore();
        this.port = new HttpPort(port, this::answer);
    }

    /** Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        WahaStub stub = new WahaStub(Integer.parseInt(args[0]), Path.of(args[1]), args[2]);
        System.out.println("listening " + stub.port());
        new CountDownLatch(1).await();
    }

    /** Where it listens, on the loopback. */
    public int port() {
        return port.port();
    }

    /** Where its ledger lies. */
    public static Path ledgerIn(Path folder) {
        return folder.resolve("waha-ledger.jsonl");
    }

    @Override
    public void close() {
        port.close();
        sessions.values().forEach(StubSession::close);
        http.shutdownNow();
        ledger.close();
    }

    StubLedger ledger() {
        return ledger;
    }

    Optional<StubSession> session(String name) {
        return Optional.ofNullable(sessions.get(name));
    }

    StubSession add(String name, JsonNode config) {
        return sessions.computeIfAbsent(
                name, key -> new StubSession(name, config.isObject() ? config : JSON.createObjectNode(), http));
    }

    /** Writes down what outlives the process. */
    synchronized void keep() {
        try {
            Path fresh = Files.writeString(
                    folder.resolve("sessions.tmp"),
                    JSON.writeValueAsString(
                            sessions.values().stream().map(StubSession::kept).toList()));
            Files.move(fresh, folder.resolve("sessions.json"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore() {
        Path kept = folder.resolve("sessions.json");
        if (!Files.exists(kept)) {
            return;
        }
        for (StubSession.Kept session : JSON.readValue(kept.toFile(), StubSession.Kept[].class)) {
            add(session.name(), session.config()).restore(session);
        }
        ledger.entries().forEach(entry -> session(entry.session()).ifPresent(session -> session.remember(entry)));
    }

    private Answer answer(Request request) {
        List<String> path = List.of(request.path().substring(1).split("/", -1));
        if (path.getFirst().equals("stub")) {
            return driven(request, path);
        }
        if (!apiKey.isEmpty() && !apiKey.equals(request.headers().get("x-api-key"))) {
            return StubApi.json(401, Map.of("message", "Unauthorized", "statusCode", 401));
        }
        if (path.size() < 2 || !path.getFirst().equals("api")) {
            return StubApi.json(404, Map.of("message", "Cannot " + request.method() + " " + request.path()));
        }
        calls.computeIfAbsent(request.method() + " " + request.path(), key -> new LongAdder())
                .increment();
        return api.answer(request, path.subList(1, path.size()));
    }

    private Answer driven(Request request, List<String> path) {
        if (path.size() == 2) {
            return StubApi.json(200, path.get(1).equals("ledger") ? ledger.entries() : calls);
        }
        JsonNode body = JSON.readTree(request.body().isEmpty() ? "{}" : request.body());
        StubSession session = add(path.get(1), JSON.createObjectNode());
        Object result = Map.of();
        switch (path.get(2)) {
            case "scan" ->
                session.link(body.path("phone").asString(), body.path("name").asString("Stub"));
            case "status" -> session.to(body.path("status").asString());
            case "rotate" -> session.rotate();
            case "unlink" -> session.unlink();
            case "say" ->
                result = session.hear(
                        body.path("from").asString(), body.path("text").asString());
            case "advance" ->
                session.advance(body.path("id").asString(), body.path("level").asInt());
            case "behave" -> session.behave(JSON.treeToValue(body, StubBehaviour.class));
            case "expect" -> session.expect(List.of(JSON.treeToValue(body.path("moods"), Mood[].class)));
            case "show" -> result = session.shown();
            default -> throw new IllegalArgumentException("the stub cannot " + path.get(2));
        }
        keep();
        return StubApi.json(200, result);
    }
}
