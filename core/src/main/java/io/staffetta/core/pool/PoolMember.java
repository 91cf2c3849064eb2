package io.staffetta.core.pool;

import io.staffetta.core.session.SessionState;

/**
 * A session of a pool, as it is now.
 *
 * @param session its key
 * @param room how many more messages its number may send in its windows than wait for it already; below zero if more wait
 */
public record PoolMember(long session, SessionState state, long room) {

    /** How soon it can send; the lower, the sooner. */
    int rank() {
        return switch (state) {
            case READY -> 0;
            case RESTRICTED, AUTHENTICATED, INITIALIZING, DISCONNECTED -> 1;
            case QR_GENERATED, LOGGED_OUT, STOPPED, ERROR -> 2;
        };
    }

    /** Whether a person may go on being written to from it: it sends, or will without anybody doing something. */
    boolean holds() {
        return rank() < 2;
    }
}
