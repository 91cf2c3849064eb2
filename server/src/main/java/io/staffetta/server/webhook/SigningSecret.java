package io.staffetta.server.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret of Standard Webhooks: signs with HMAC-SHA256 over id, time and body. Never printed by accident. */
final class SigningSecret {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] bytes;

    SigningSecret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** Reads what {@link #shown} wrote. */
    static SigningSecret of(String shown) {
        return new SigningSecret(Base64.getDecoder().decode(shown.substring(PREFIX.length())));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** As its owner gets to see it, once. */
    String shown() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** The header {@code webhook-signature} by all of these. */
    static String header(List<SigningSecret> secrets, String id, long timestamp, byte[] body) {
        return secrets.stream()
                .map(secret -> secret.signature(id, timestamp, body))
                .collect(Collectors.joining(" "));
    }

    /** One signature, with its version. */
    String signature(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }
}
