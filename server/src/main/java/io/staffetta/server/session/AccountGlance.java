package io.staffetta.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lists tell of the WhatsApp account behind a session.
 *
 * @param picturedAt when its picture was last looked at; null if it has none
 * @param lastSeen when it last gave a sign of life; null if it never did
 * @param operator whose network the number belongs to; null while the number is unknown
 */
public record AccountGlance(
        @Nullable Instant picturedAt,
        @Nullable Instant lastSeen,
        @Nullable Operator operator) {

    /** One of which nothing is known. */
    public static final AccountGlance NOTHING = new AccountGlance(null, null, null);
}
