package io.staffetta.server.session;

/** Hears of a session's moves. */
@FunctionalInterface
public interface SessionWatcher {

    /**
     * A session is in another state. Called after that is stored, for one move of a session at a time, on a thread that
     * may block; a crash may swallow the call.
     */
    void moved(Session session);
}
