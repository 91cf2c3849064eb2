package io.staffetta.waha.stub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** Delivers one session's webhooks, signed, in order, and again where nobody took them. */
final class StubHooks {

    private static final int ATTEMPTS = 15;
    private static final Duration BETWEEN = Duration.ofMillis(300);

    private final HttpClient http;
    private final ExecutorService line =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    StubHooks(HttpClient http) {
        this.http = http;
    }

    /** Sends this body to this webhook as WAHA configures it; returns at once. */
    void deliver(JsonNode webhook, String body) {
        var _ = line.submit(() -> attempt(webhook, body));
    }

    void close() {
        line.shutdownNow();
    }

    private void attempt(JsonNode webhook, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(webhook.path("url").asString()))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        String key = webhook.path("hmac").path("key").asString("");
        if (!key.isEmpty()) {
            request.header("X-Webhook-Hmac", hmac(key, body)).header("X-Webhook-Hmac-Algorithm", "sha512");
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                if (http.send(request.build(), BodyHandlers.discarding()).statusCode() < 300) {
                    return;
                }
            } catch (IOException e) {
                // Nobody took it; it is sent again.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private static String hmac(String key, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
