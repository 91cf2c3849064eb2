package io.staffetta.server.session;

import io.staffetta.core.session.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's sessions; null asks for nothing.
 *
 * @param engine the name of an engine
 * @param search a part of the id, the name or the phone
 */
public record SessionFilter(
        @Nullable SessionState state,
        @Nullable String engine,
        @Nullable String search) {

    /** All of them. */
    public static final SessionFilter ALL = new SessionFilter(null, null, null);
}
