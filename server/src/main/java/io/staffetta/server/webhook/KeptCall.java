package io.staffetta.server.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call from outside that is kept.
 *
 * @param sessionId the session it came for
 * @param state {@code waiting} or {@code parked}
 * @param reason why it is parked, in a few words
 * @param attempts how often it was tried in vain
 * @param bytes how long its body is
 */
public record KeptCall(
        long id,
        String sessionId,
        String state,
        @Nullable String reason,
        int attempts,
        int bytes,
        Instant receivedAt) {}
