package io.staffetta.cloud;

import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.WebhookCheck;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whether a call comes from Meta: by the word agreed on when the webhook is set up, by the signature ever after. */
final class WebhookSignature {

    private static final String HMAC = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_.-]{1,256}");

    private WebhookSignature() {}

    static WebhookCheck check(CloudSettings settings, InboundCall call) {
        return switch (call.method()) {
            case "GET" -> challenge(settings, call);
            case "POST" -> signed(settings, call);
            default -> new WebhookCheck.Forged("method");
        };
    }

    private static WebhookCheck challenge(CloudSettings settings, InboundCall call) {
        String shown = call.query().getOrDefault("hub.verify_token", "");
        String challenge = call.query().getOrDefault("hub.challenge", "");
        boolean known = same(bytes(shown), bytes(settings.verifyToken()));
        if (!"subscribe".equals(call.query().get("hub.mode")) || !known) {
            return new WebhookCheck.Forged("verify_token");
        }
        return CHALLENGE.matcher(challenge).matches()
                ? new WebhookCheck.Answer(challenge)
                : new WebhookCheck.Forged("challenge");
    }

    private static WebhookCheck signed(CloudSettings settings, InboundCall call) {
        String header = call.headers().getOrDefault("x-hub-signature-256", "");
        String hex = header.startsWith(PREFIX) ? header.substring(PREFIX.length()) : "";
        if (!HEX.matcher(hex).matches()) {
            return new WebhookCheck.Forged("signature_missing");
        }
        byte[] expected = hmac(settings.appSecret(), call.body());
        return same(HexFormat.of().parseHex(hex), expected)
                ? new WebhookCheck.Genuine(Optional.of(repeatKey(call.body())))
                : new WebhookCheck.Forged("signature");
    }

    /** In the same time wherever the two differ. */
    private static boolean same(byte[] given, byte[] expected) {
        return MessageDigest.isEqual(given, expected);
    }

    private static byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bytes(secret), HMAC));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    /** A call that Meta repeats has the same body; what it says has ids and times in it, so that no other call has. */
    private static String repeatKey(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
