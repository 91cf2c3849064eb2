package io.staffetta.server.pool;

import java.time.Instant;
import java.util.List;

/**
 * Sessions that share direct messages.
 *
 * @param pk the product's own key
 * @param name unique among the user's pools
 * @param simulated whether its numbers are simulated; simulated and real ones never mix
 * @param sessions the ids of its sessions, oldest first; those that were deleted are gone from it
 */
public record Pool(
        long pk,
        long ownerId,
        String name,
        boolean simulated,
        List<String> sessions,
        Instant createdAt,
        Instant updatedAt) {

    /** Copies what could change. */
    public Pool {
        sessions = List.copyOf(sessions);
    }
}
