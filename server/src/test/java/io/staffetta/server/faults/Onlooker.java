package io.staffetta.server.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A program that follows the events as it is meant: it reads what comes, and comes back with the last id that it saw.
 */
final class Onlooker implements AutoCloseable {

    private static final Duration BEFORE_COMING_BACK = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Product product;
    private volatile String last = "";
    private final AtomicInteger breaks = new AtomicInteger();
    private volatile boolean looking = true;

    private Onlooker(Product product) {
        this.product = product;
    }

    /** Looks on from now, with the key that the product's API is used with. */
    static Onlooker at(Product product) {
        Onlooker onlooker = new Onlooker(product);
        Thread.ofVirtual().name("onlooker").start(onlooker::look);
        return onlooker;
    }

    /** Whether it has been told where the events begin. */
    boolean there() {
        return !last.isEmpty();
    }

    /** How often its stream broke: it was too slow itself, or the product was away. */
    int breaks() {
        return breaks.get();
    }

    /** The ids of all events that it saw, without the generation of the log, which comes first in them. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    private void look() {
        while (looking) {
            try (Stream<String> lines =
                    http.send(request(), HttpResponse.BodyHandlers.ofLines()).body()) {
                lines.forEach(this::read);
            } catch (IOException | UncheckedIOException e) {
                breaks.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            LockSupport.parkNanos(BEFORE_COMING_BACK.toNanos());
        }
    }

    private HttpRequest request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(product.address() + "/api/v1/events"))
                .header("X-Api-Key", product.api().key());
        return (last.isEmpty() ? request : request.header("Last-Event-ID", last)).build();
    }

    private void read(String line) {
        if (line.startsWith("id: ")) {
            last = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            seen.add(EventLog.placeOf(last));
        }
    }

    @Override
    public void close() {
        looking = false;
        http.shutdownNow();
    }
}
