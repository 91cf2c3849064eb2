package io.staffetta.simulator.world;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes what nobody may guess. Thread-safe. */
final class Secrets {

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ123456789";

    private final SecureRandom random = new SecureRandom();

    /** So many random bytes in hex. */
    String hex(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** A code to type on a phone, such as {@code K2M4-XW7R}. */
    String code() {
        StringBuilder code = new StringBuilder();
        random.ints(8, 0, LETTERS.length()).forEach(i -> code.append(LETTERS.charAt(i)));
        return code.insert(4, '-').toString();
    }
}
