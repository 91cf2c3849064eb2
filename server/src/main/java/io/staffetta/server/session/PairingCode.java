package io.staffetta.server.session;

import java.time.Instant;

/**
 * A code that links a session to a phone. Secret: whoever has it gets the number.
 *
 * @param content what the QR code says, or the code to type on the phone
 * @param validUntil in real time
 */
public record PairingCode(String content, Instant validUntil) {

    boolean validAt(Instant now) {
        return now.isBefore(validUntil);
    }

    /** Leaves out the code. */
    @Override
    public String toString() {
        return "PairingCode[until " + validUntil + "]";
    }
}
