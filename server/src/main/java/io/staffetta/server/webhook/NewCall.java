package io.staffetta.server.webhook;

import io.staffetta.server.session.CalledSessions.Called;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A genuine call to be kept. Its arrays are not to be changed.
 *
 * @param repeatKey a hash of the engine's key; null if it cannot tell repeats
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record NewCall(long ownerId, long sessionPk, byte @Nullable [] repeatKey, byte[] body, Instant at) {

    static NewCall of(Called called, Optional<String> repeatKey, byte[] body, Instant at) {
        return new NewCall(
                called.ownerId(),
                called.sessionPk(),
                repeatKey.map(NewCall::hash).orElse(null),
                body,
                at);
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Leaves out what people wrote. */
    @Override
    public String toString() {
        return "NewCall[session " + sessionPk + ", " + body.length + " bytes]";
    }
}
