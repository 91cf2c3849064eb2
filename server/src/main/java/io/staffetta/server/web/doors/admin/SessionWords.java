package io.staffetta.server.web.doors.admin;

import io.staffetta.core.session.SessionState;
import java.util.Locale;
import java.util.Optional;

/** The document's names for the states of sessions. */
final class SessionWords {

    private SessionWords() {}

    static String of(SessionState state) {
        return switch (state) {
            case INITIALIZING, AUTHENTICATED -> "connecting";
            case QR_GENERATED -> "qr";
            case READY, RESTRICTED -> "connected";
            case DISCONNECTED, LOGGED_OUT, STOPPED, ERROR -> "disconnected";
        };
    }

    /** What an outside worker may call a state, in the document's name for it. */
    static Optional<String> read(String written) {
        return switch (written.strip().toLowerCase(Locale.ROOT)) {
            case "connecting" -> Optional.of("connecting");
            case "qr", "waiting_qr" -> Optional.of("qr");
            case "connected" -> Optional.of("connected");
            case "disconnected", "error" -> Optional.of("disconnected");
            default -> Optional.empty();
        };
    }
}
