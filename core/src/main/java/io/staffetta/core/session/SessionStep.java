package io.staffetta.core.session;

import java.util.Optional;

/**
 * What a trigger does to a session.
 *
 * @param state the state afterwards; may be the one before
 * @param action what is to be done about its connection
 * @param reason a stable code of why it is in this state, such as {@code no_proof_of_life}; of no meaning where the
 *     state stayed
 * @param detail the engine's own words about it, not to be trusted
 */
public record SessionStep(SessionState state, Action action, String reason, Optional<String> detail) {

    /** What is to be done about the connection. */
    public enum Action {
        /** Nothing. */
        NONE,
        /** Close the one there is, open a new one and connect it. */
        CONNECT,
        /** Close the one there is and connect again after the {@link ReconnectBackoff}. */
        RECONNECT_LATER,
        /** Ask the one there is for a new code. */
        REFRESH,
        /** Close it. */
        CLOSE,
        /** Close it and forget the credentials: they open nothing any more. */
        FORGET,
        /** Give the link up on the other side, forget the credentials, then close it. */
        LOG_OUT
    }
}
