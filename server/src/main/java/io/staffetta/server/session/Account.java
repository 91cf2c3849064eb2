package io.staffetta.server.session;

import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.session.SessionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The WhatsApp account behind a session, as its user's people see it.
 *
 * @param sessionId chosen by the user
 * @param name the name its user gave the session, else the one the account shows
 * @param phone E.164 digits without a plus; null until known
 * @param quality how the other side rates the number; null if it does not say
 * @param picture a {@code data:} address, at most ten minutes old while the session is up; null if none is known
 * @param lastSeen when it last gave a sign of life; null if it never did
 * @param operator whose network the number belongs to; null while the number is unknown
 */
public record Account(
        String sessionId,
        String name,
        @Nullable Long phone,
        SessionState state,
        @Nullable NumberQuality quality,
        @Nullable String picture,
        @Nullable Instant lastSeen,
        @Nullable Operator operator) {}
