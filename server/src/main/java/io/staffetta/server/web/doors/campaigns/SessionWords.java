package io.staffetta.server.web.doors.campaigns;

import io.staffetta.core.session.SessionState;

/** The document's names for the states of sessions. */
final class SessionWords {

    private SessionWords() {}

    static String of(SessionState state) {
        return switch (state) {
            case INITIALIZING -> "connecting";
            case QR_GENERATED -> "qr";
            case AUTHENTICATED -> "authenticated";
            case READY, RESTRICTED -> "connected";
            case DISCONNECTED, LOGGED_OUT, STOPPED, ERROR -> "disconnected";
        };
    }
}
