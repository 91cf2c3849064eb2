package io.staffetta.waha;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How WAHA signs its webhooks: HMAC-SHA512 over the raw body, in hexadecimal digits. */
final class Signature {

    private static final int DIGITS = 128;

    private Signature() {}

    /** Whether this header belongs to this body. Takes the same time whatever is wrong with it. */
    static boolean fits(String key, byte[] body, @Nullable String header) {
        if (header == null || header.length() != DIGITS) {
            return false;
        }
        byte[] claimed;
        try {
            claimed = HexFormat.of().parseHex(header);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(claimed, hmac("HmacSHA512", key, body));
    }

    /** A key for one purpose, made from another that it does not betray. */
    static String derived(String key, String purpose) {
        return HexFormat.of().formatHex(hmac("HmacSHA256", key, purpose.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same for the same bytes. */
    static String fingerprint(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String algorithm, String key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
