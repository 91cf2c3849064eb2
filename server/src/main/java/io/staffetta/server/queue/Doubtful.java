package io.staffetta.server.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of which nobody knows whether it left.
 *
 * @param phone the recipient, E.164 digits without a plus
 * @param since real time since when it has been in doubt
 */
public record Doubtful(
        long id,
        long laneId,
        @Nullable Long sessionPk,
        @Nullable String engineMessageId,
        long phone,
        boolean simulated,
        Instant since) {}
