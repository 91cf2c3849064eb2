package io.staffetta.server.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody's program that is told by webhook what happens, takes its time to answer, and remembers every id. */
final class Listener implements AutoCloseable {

    private static final Duration TAKES = Duration.ofMillis(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, JsonNode> told = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();

    Listener() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::hear);
        server.start();
    }

    /** Where it listens, as host and port. */
    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The ids of all events that it was told. */
    Set<String> ids() {
        return told.keySet();
    }

    /** How many calls came, those of an id that was known among them. */
    int calls() {
        return calls.get();
    }

    /** How many calls wait for their answer now. */
    int underWay() {
        return underWay.get();
    }

    /** How often an id that was known came with another event. */
    int changed() {
        return changed.get();
    }

    private void hear(HttpExchange exchange) throws IOException {
        underWay.incrementAndGet();
        try (exchange) {
            JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            JsonNode before = told.putIfAbsent(id, event);
            calls.incrementAndGet();
            boolean same = (before == null || before.equals(event))
                    && event.path("id").asString("").equals(id);
            changed.addAndGet(same ? 0 : 1);
            LockSupport.parkNanos(TAKES.toNanos());
            exchange.sendResponseHeaders(204, -1);
        } finally {
            underWay.decrementAndGet();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
