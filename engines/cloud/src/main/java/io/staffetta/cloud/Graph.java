package io.staffetta.cloud;

import io.staffetta.wire.OutboundHttp;
import io.staffetta.wire.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Calls the Graph API. Whatever happens on the wire becomes a {@link Reply}; nothing takes longer than it may. */
final class Graph {

    /** The product may not call this address; nothing was sent. */
    static final String NOT_ALLOWED = "address_not_allowed";

    private static final String JSON = "application/json";
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final OutboundHttp http;
    private final InstantSource clock;

    Graph(OutboundHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    Reply get(CloudSettings settings, String path, Duration timeout) {
        return call(request(settings, path, timeout).GET(), timeout);
    }

    Reply post(CloudSettings settings, String path, JsonNode body, Duration timeout) {
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        return post(settings, path, JSON, bytes, timeout);
    }

    Reply post(CloudSettings settings, String path, String contentType, byte[] body, Duration timeout) {
        HttpRequest.Builder request = request(settings, path, timeout)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body));
        return call(request, timeout);
    }

    private static HttpRequest.Builder request(CloudSettings settings, String path, Duration timeout) {
        return HttpRequest.newBuilder(settings.address(path))
                .header("Authorization", "Bearer " + settings.token())
                .header("Accept", JSON)
                .timeout(timeout);
    }

    /** Calls in a thread of its own: a body that trickles in would otherwise outlast the time-out. */
    private Reply call(HttpRequest.Builder request, Duration timeout) {
        FutureTask<Reply> task = new FutureTask<>(() -> exchange(request.build()));
        Thread thread = Thread.ofVirtual().name("cloud-api").start(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return new Reply.Lost("time_out");
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return new Reply.Lost("interrupted");
        } catch (ExecutionException e) {
            return new Reply.Lost(name(e.getCause() == null ? e : e.getCause()));
        }
    }

    private Reply exchange(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request);
            return new Reply.Answer(
                    response.statusCode(),
                    parsed(response.body()),
                    RetryAfter.in(response.headers(), LONGEST_WAIT, clock));
        } catch (OutboundHttp.Refused e) {
            return new Reply.NotSent(NOT_ALLOWED);
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
            return new Reply.NotSent(name(e));
        } catch (HttpTimeoutException e) {
            return new Reply.Lost("time_out");
        } catch (IOException e) {
            return new Reply.Lost(name(e));
        }
    }

    /** The class alone: texts of exceptions may hold addresses. */
    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
