package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.WebhookCheck;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only WAHA's own calls are believed. */
final class SignatureTest {

    private static final String KEY = "my-secret-key";
    private static final String BODY = "{\"event\":\"message\",\"session\":\"default\",\"engine\":\"WEBJS\"}";

    private final DirectHttp http = new DirectHttp(false);
    private final WahaEngine engine = new WahaEngine(http, Clock.systemUTC(), new Random(1));
    private final Link link =
            new Link("s", Map.of("baseUrl", "http://localhost:3000", "hmacKey", KEY), Optional.empty());

    @AfterEach
    void close() {
        engine.close();
        http.close();
    }

    @Test
    void theDocumentedVectorFits() {
        String signature = hmac(KEY, BODY);

        assertThat(signature).startsWith("208f8a55dde9e055");
        assertThat(check(BODY, signature)).isInstanceOf(WebhookCheck.Genuine.class);
    }

    @Test
    void aChangedBodyIsForged() {
        assertThat(check(BODY + " ", hmac(KEY, BODY))).isInstanceOf(WebhookCheck.Forged.class);
    }

    @Test
    void anotherKeyAShortSignatureAndNoneAreForged() {
        assertThat(check(BODY, hmac("another", BODY))).isInstanceOf(WebhookCheck.Forged.class);
        assertThat(check(BODY, "208f8a55dde9e055")).isInstanceOf(WebhookCheck.Forged.class);
        assertThat(check(BODY, "z".repeat(128))).isInstanceOf(WebhookCheck.Forged.class);
        assertThat(engine.check(link, new InboundCall("POST", Map.of(), Map.of(), bytes(BODY))))
                .isInstanceOf(WebhookCheck.Forged.class);
    }

    @Test
    void withoutAnyKeyNothingIsBelieved() {
        Link open = new Link("s", Map.of("baseUrl", "http://localhost:3000"), Optional.empty());

        assertThat(engine.check(
                        open, new InboundCall("POST", Map.of(), Map.of("x-webhook-hmac", hmac("", " ")), bytes(" "))))
                .isEqualTo(new WebhookCheck.Forged("no_hmac_key"));
    }

    @Test
    void aRepeatedCallIsKnownByItsBody() {
        assertThat(check(BODY, hmac(KEY, BODY))).isEqualTo(check(BODY, hmac(KEY, BODY)));
    }

    private WebhookCheck check(String body, String signature) {
        return engine.check(link, new InboundCall("POST", Map.of(), Map.of("x-webhook-hmac", signature), bytes(body)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hmac(String key, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key.isEmpty() ? new byte[1] : bytes(key), "HmacSHA512"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(body)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
