package io.staffetta.cloud.stub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls the webhook as Meta does: signed over the raw body, again and again until it is taken. */
final class Hooks {

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int TRIES = 1_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile @Nullable Target target;

    /** Where webhooks go, and what they are signed with. */
    record Target(URI url, String appSecret) {}

    void to(Target next) {
        target = next;
    }

    /** Calls in the background, repeating until it is taken. */
    void tell(ObjectNode payload) {
        Target now = target;
        if (now != null) {
            Thread.ofVirtual().start(() -> repeat(now, payload));
        }
    }

    /** Calls once and returns the status; 0 if nobody answered. */
    int once(byte[] body, @Nullable String signature) throws InterruptedException {
        Target now = target;
        return now == null ? 0 : call(now, body, signature == null ? sign(now.appSecret, body) : signature);
    }

    private void repeat(Target now, ObjectNode payload) {
        byte[] body = JsonMapper.shared().writeValueAsBytes(payload);
        try {
            for (int i = 0; i < TRIES && call(now, body, sign(now.appSecret, body)) != 200; i++) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int call(Target now, byte[] body, String signature) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(now.url)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", signature)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String sign(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
