package io.staffetta.server.session;

/** Something that hangs on a session and must let go before the session is deleted. */
@FunctionalInterface
public interface SessionRemoval {

    /** Lets go, in the transaction that deletes the session. */
    void beforeDelete(long ownerId, long sessionPk);
}
