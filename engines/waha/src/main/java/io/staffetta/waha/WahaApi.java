package io.staffetta.waha;

import io.staffetta.wire.OutboundHttp;
import io.staffetta.wire.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Calls one WAHA, and tells apart what certainly never reached it from what may have. Never throws for the wire. */
final class WahaApi {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final OutboundHttp http;
    private final JsonMapper json;
    private final WahaSettings settings;
    private final InstantSource clock;

    /** @param clock real time */
    WahaApi(OutboundHttp http, JsonMapper json, WahaSettings settings, InstantSource clock) {
        this.http = http;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    WahaSettings settings() {
        return settings;
    }

    /** The path of something that belongs to our session: {@code /api/<session>/…}. */
    String ofSession(String rest) {
        return "/api/" + settings.session() + rest;
    }

    /** The path of the session itself: {@code /api/sessions/<session>…}. */
    String session(String rest) {
        return "/api/sessions/" + settings.session() + rest;
    }

    /** Fit to stand in a path or behind a question mark. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Reply get(String path, Duration timeout) {
        return call(request(path, timeout).GET().build());
    }

    Reply post(String path, Duration timeout) {
        return call(request(path, timeout).POST(BodyPublishers.noBody()).build());
    }

    Reply post(String path, Map<String, ?> body, Duration timeout) {
        return call(request(path, timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build());
    }

    Reply put(String path, Map<String, ?> body, Duration timeout) {
        return call(request(path, timeout)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build());
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + path))
                .timeout(timeout)
                .header("Accept", "application/json");
        settings.apiKey().ifPresent(key -> request.header("X-Api-Key", key));
        return request;
    }

    private Reply call(HttpRequest request) {
        try {
            return answer(http.send(request));
        } catch (OutboundHttp.Refused e) {
            return new Reply.NotReached("address refused: " + e.getMessage());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Reply.NotReached("no connection");
        } catch (SSLHandshakeException e) {
            return new Reply.NotReached("no secure connection");
        } catch (HttpTimeoutException e) {
            return new Reply.Lost("no answer in time");
        } catch (IOException e) {
            return new Reply.Lost("connection broke");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Lost("interrupted");
        }
    }

    private Reply answer(HttpResponse<byte[]> response) {
        return new Reply.Answer(
                response.statusCode(), parsed(response.body()), RetryAfter.in(response.headers(), LONGEST_WAIT, clock));
    }

    private JsonNode parsed(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : json.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
