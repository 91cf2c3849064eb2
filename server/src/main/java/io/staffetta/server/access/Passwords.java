package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * The rules for passwords, and their hashes: bcrypt over a SHA-256, as bcrypt alone reads no more than 72 bytes. Slow by
 * design, so that only a few are computed at once and sending goes on meanwhile.
 */
@Component
class Passwords {

    private static final int STRENGTH = 12;
    private static final int SHORTEST = 10;
    private static final int LONGEST = 128;
    private static final int AT_ONCE = 2;
    private static final int BCRYPT_CHARACTERS = 53;
    private static final String MARK = "{bcrypt-sha256}";
    private static final Set<String> COMMON = Set.of(
            "1234567890",
            "0123456789",
            "12345678910",
            "123456789a",
            "1q2w3e4r5t",
            "1qaz2wsx3edc",
            "qwertyuiop",
            "qwerty1234",
            "qwerty12345",
            "qwerty123456",
            "q1w2e3r4t5",
            "password12",
            "password123",
            "password1234",
            "passw0rd123",
            "p@ssw0rd123",
            "iloveyou123",
            "administrator",
            "admin12345",
            "admin123456",
            "changeme123",
            "letmein123",
            "welcome123",
            "whatsapp123",
            "staffetta123",
            "staffetta1",
            "abcdefghij",
            "abc1234567",
            "aaaaaaaaaa",
            "1111111111",
            "0000000000",
            "9876543210",
            "0987654321",
            "asdfghjkl1",
            "zxcvbnm123");

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(STRENGTH);
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final String nobodys;

    Passwords(Secrets secrets) {
        this.nobodys =
                MARK + "$2a$" + STRENGTH + "$" + secrets.hex(BCRYPT_CHARACTERS).substring(0, BCRYPT_CHARACTERS);
    }

    /** The hash to store for a new password, if it keeps the rules. */
    String hashNew(String email, String password) {
        check(email, password);
        return hash(password);
    }

    boolean matches(String password, String stored) {
        turns.acquireUninterruptibly();
        try {
            return bcrypt.matches(digest(password), stored.substring(MARK.length()));
        } finally {
            turns.release();
        }
    }

    /** A hash in the right form that no password has; comparing with it takes as long as with a real one. */
    String nobodys() {
        return nobodys;
    }

    private String hash(String password) {
        turns.acquireUninterruptibly();
        try {
            return MARK + bcrypt.encode(digest(password));
        } finally {
            turns.release();
        }
    }

    private static String digest(String password) {
        byte[] bytes = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().withoutPadding().encodeToString(Secrets.sha256(bytes));
    }

    private static void check(String email, String password) {
        String lower = password.strip().toLowerCase(Locale.ROOT);
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            throw weak("password_too_short", "The password needs at least 10 characters", Map.of("shortest", SHORTEST));
        }
        if (length > LONGEST) {
            throw weak("password_too_long", "The password has at most 128 characters", Map.of("longest", LONGEST));
        }
        if (lower.equals(email) || lower.equals(email.substring(0, email.indexOf('@')))) {
            throw weak("password_is_email", "The password is the e-mail address", Map.of());
        }
        if (COMMON.contains(lower)) {
            throw weak("password_too_common", "That password is one of the first to be guessed", Map.of());
        }
    }

    private static Problem weak(String code, String message, Map<String, Object> details) {
        return new Problem(Problem.Kind.INVALID, code, message, details);
    }
}
