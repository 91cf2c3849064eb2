package io.staffetta.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a session stands at the node that owns it: what is in that node's memory and not on disk.
 *
 * @param qr the code to scan, while there is one
 * @param typedCode the code to type, if one was asked for and still holds
 * @param step what only the engine's own page can carry out, while that is waited for
 * @param proofOfLife when its other side was last heard, in real time; null while not connected
 * @param connectingSince when it was last told to connect, in real time; null if never since its node started
 */
public record Standing(
        @Nullable PairingCode qr,
        @Nullable PairingCode typedCode,
        @Nullable PairingStep step,
        @Nullable Instant proofOfLife,
        @Nullable Instant connectingSince) {

    /** Of a session that no node answers for. */
    public static final Standing UNKNOWN = new Standing(null, null, null, null, null);
}
