package io.staffetta.server.media;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * How many files come in at once, each with a piece of it in memory: so many in all, and so few of one user that nobody can hold up
 * everybody else. Thread-safe.
 */
final class UploadSlots {

    static final int IN_ALL = 16;
    static final int OF_ONE_USER = 4;

    /** Seconds. */
    private static final int RETRY_AFTER = 2;

    private final Map<Long, Integer> taken = new HashMap<>();
    private int all;

    /**
     * Takes one, to be left afterwards.
     *
     * @throws Problem {@code too_many_own_uploads}, {@code too_many_uploads}
     */
    synchronized void take(long ownerId) {
        int own = taken.getOrDefault(ownerId, 0);
        if (own == OF_ONE_USER) {
            throw new Problem(
                    Kind.TOO_MANY,
                    "too_many_own_uploads",
                    OF_ONE_USER + " files of yours are coming in already; try again when one of them is there.",
                    Map.of("most", OF_ONE_USER, "retryAfter", RETRY_AFTER));
        }
        if (all == IN_ALL) {
            throw new Problem(
                    Kind.TOO_MANY,
                    "too_many_uploads",
                    "Other files are coming in; try again in a moment.",
                    Map.of("retryAfter", RETRY_AFTER));
        }
        taken.put(ownerId, own + 1);
        all++;
    }

    /** Leaves one that was taken. */
    synchronized void leave(long ownerId) {
        taken.computeIfPresent(ownerId, (owner, own) -> own == 1 ? null : own - 1);
        all--;
    }
}
