package io.staffetta.server.queue;

import java.util.UUID;

/**
 * Ids of attempts. They look random and tell which message they are of, so that an engine's echo of one finds its message
 * without an index over attempts; that it really is that message's attempt is compared afterwards.
 */
public final class AttemptIds {

    private AttemptIds() {}

    /**
     * An id for an attempt of this message.
     *
     * @param random another one for every attempt
     */
    public static UUID of(long messageId, long random) {
        return new UUID(random, messageId ^ mixed(random));
    }

    /** The message that an attempt of this id would be of. */
    static long messageId(UUID attempt) {
        return attempt.getLeastSignificantBits() ^ mixed(attempt.getMostSignificantBits());
    }

    /** Scatters the bits, as splitmix64 does. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
