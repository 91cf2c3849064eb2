package io.staffetta.server.web.doors.multisession;

import io.staffetta.core.Problem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What Chatwoot signs with the secret of a webhook: {@code sha256=} and the HMAC, in hex, over the time in seconds, a dot and
 * the body as it came. Checked where {@code CHATWOOT_WEBHOOK_SECRET} is set.
 */
@Component
class ChatwootSignature {

    private static final String MAC = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final String secret;
    private final Clock clock;

    ChatwootSignature(@Value("${CHATWOOT_WEBHOOK_SECRET:}") String secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /** A body with its two headers. */
    @SuppressWarnings("ArrayRecordComponent")
    record Signed(@Nullable String timestamp, @Nullable String signature, byte[] body) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Signed that && Arrays.equals(body, that.body);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(body);
        }

        @Override
        public String toString() {
            return "Signed[]";
        }
    }

    /** Whether there is a secret. */
    boolean wanted() {
        return !secret.isBlank();
    }

    /**
     * Refuses what was not signed with the secret, or too long ago.
     *
     * @throws Problem {@code webhook_signature_invalid}
     */
    void check(Signed signed) {
        String timestamp = signed.timestamp();
        String signature = signed.signature();
        if (timestamp == null
                || signature == null
                || !fresh(timestamp)
                || !same(signature, PREFIX + mac(timestamp, signed.body()))) {
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED,
                    "webhook_signature_invalid",
                    "The webhook's signature is missing, wrong or too old.");
        }
    }

    private boolean fresh(String timestamp) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(at, clock.instant()).abs().compareTo(FRESH) <= 0;
    }

    private String mac(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java has " + MAC, e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
