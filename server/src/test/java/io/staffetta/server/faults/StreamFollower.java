package io.staffetta.server.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of the event stream behind a balancer, as a browser is one: whenever the stream breaks it comes back to the next
 * node that answers, and says which event it saw last.
 */
final class StreamFollower implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Product> nodes;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String from = "";
    private volatile String last = "";
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();

    /** Begins with what happens from now on. */
    StreamFollower(List<Product> nodes) {
        this.nodes = nodes;
        Thread.ofVirtual().name("follower").start(this::follow);
    }

    /** After which event it began; empty before the first answer. */
    String from() {
        return from;
    }

    /** The ids of all events, as they came. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    /** How often it was answered. */
    int connections() {
        return connections.get();
    }

    /** How often it was told to begin anew. */
    int resets() {
        return resets.get();
    }

    private void follow() {
        for (int turn = 0; running(); turn++) {
            try {
                read(nodes.get(turn % nodes.size()));
            } catch (IOException e) {
                // The node is gone; the next one is asked.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean running() {
        try {
            return !closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void read(Product node) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address() + "/api/v1/events"))
                .header("X-Api-Key", node.api().key());
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                return;
            }
            connections.incrementAndGet();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard(line);
            }
        }
    }

    private void heard(String line) {
        if (line.startsWith("id: ")) {
            last = line.substring(4);
            from = from.isEmpty() ? last : from;
        } else if (line.startsWith("data: ")) {
            seen.add(last);
        } else if (line.equals("event: reset")) {
            resets.incrementAndGet();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }
}
