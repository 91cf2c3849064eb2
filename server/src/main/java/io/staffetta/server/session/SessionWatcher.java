package io.staffetta.server.session;

/** Hears of a session's moves. */
@FunctionalInterface
public interface SessionWatcher {

    /**
     * A session is in another state. Called after that is stored, for one move of a session at a time, on a thread that
     * may block; a crash may swallow the call.
     */
    void moved(Session session);

    /** A session that waits to be linked shows another code to scan. Called as {@link #moved} is, after it. */
    default void codeShown(Session session, PairingCode code) {}
}
