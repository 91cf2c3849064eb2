package io.staffetta.server.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of which nobody knows whether it left.
 *
 * @param since real time since when it has been in doubt
 */
public record Doubtful(
        long id,
        long laneId,
        @Nullable Long sessionPk,
        @Nullable String engineMessageId,
        boolean simulated,
        Instant since) {}
