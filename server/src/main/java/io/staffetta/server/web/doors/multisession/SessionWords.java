package io.staffetta.server.web.doors.multisession;

import io.staffetta.core.session.SessionState;

/** The document's names for the states of sessions. */
final class SessionWords {

    private SessionWords() {}

    static String of(SessionState state) {
        return state == SessionState.RESTRICTED ? SessionState.READY.code() : state.code();
    }
}
