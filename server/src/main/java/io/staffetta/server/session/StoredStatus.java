package io.staffetta.server.session;

import io.staffetta.core.session.SessionState;

/** The six states in which sessions are stored for others to read. */
public final class StoredStatus {

    private StoredStatus() {}

    /** The stored name of a state. */
    public static String of(SessionState state) {
        return switch (state) {
            case INITIALIZING, QR_GENERATED, AUTHENTICATED, READY, DISCONNECTED, ERROR -> state.code();
            case RESTRICTED -> SessionState.READY.code();
            case LOGGED_OUT, STOPPED -> SessionState.DISCONNECTED.code();
        };
    }
}
