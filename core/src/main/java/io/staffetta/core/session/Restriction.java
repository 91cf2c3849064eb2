package io.staffetta.core.session;

import java.time.Instant;

/**
 * The number may answer known chats but not open new ones.
 *
 * @param until when it ends by itself, unless the engine says so earlier
 * @param kind the engine's name for it
 */
public record Restriction(Instant until, String kind) {

    /** Whether it still holds at this moment. */
    public boolean holdsAt(Instant now) {
        return now.isBefore(until);
    }
}
