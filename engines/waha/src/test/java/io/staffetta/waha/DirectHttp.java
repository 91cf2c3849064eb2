package io.staffetta.waha;

import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/** A way out without a guard, for tests on the loopback. Remembers what went through it if it is asked to. */
final class DirectHttp implements OutboundHttp, AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final boolean remembering;
    final List<Sent> sent = new CopyOnWriteArrayList<>();

    /** A request that went out. */
    record Sent(String method, URI uri, String body) {}

    DirectHttp(boolean remembering) {
        this.remembering = remembering;
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        if (remembering) {
            sent.add(new Sent(
                    request.method(),
                    request.uri(),
                    request.bodyPublisher().map(DirectHttp::text).orElse("")));
        }
        return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), 1 << 20));
    }

    @Override
    public void check(URI address) {
        // Everything on this machine may be called.
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String text(HttpRequest.BodyPublisher publisher) {
        var body = HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                body.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer item) {
                body.onNext(List.of(item));
            }

            @Override
            public void onError(Throwable error) {
                body.onError(error);
            }

            @Override
            public void onComplete() {
                body.onComplete();
            }
        });
        return body.getBody().toCompletableFuture().join();
    }
}
