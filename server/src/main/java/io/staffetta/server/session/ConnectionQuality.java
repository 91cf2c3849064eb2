package io.staffetta.server.session;

import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.session.SessionState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How well messages go from a number just now, in the words of the document of blasts. */
public enum ConnectionQuality {
    /** Connected, and nothing is known against the number. */
    EXCELLENT,
    /** On its way to being connected, or rated medium. */
    GOOD,
    /** Not connected, restricted, or rated low. */
    POOR;

    /** The name in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * That of a session in this state.
     *
     * @param rated how the other side rates the number; null if it does not say
     */
    public static ConnectionQuality of(SessionState state, @Nullable NumberQuality rated) {
        return switch (state) {
            case INITIALIZING, QR_GENERATED, AUTHENTICATED -> GOOD;
            case READY ->
                switch (rated) {
                    case HIGH -> EXCELLENT;
                    case MEDIUM -> GOOD;
                    case LOW -> POOR;
                    case null -> EXCELLENT;
                };
            case RESTRICTED, DISCONNECTED, LOGGED_OUT, STOPPED, ERROR -> POOR;
        };
    }
}
