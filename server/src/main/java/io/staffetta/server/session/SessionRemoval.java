package io.staffetta.server.session;

/** Something that hangs on a session and must let go before the session is deleted. */
@FunctionalInterface
public interface SessionRemoval {

    /**
     * Locks what others lock before a session, in the transaction that deletes it and before the session is locked: who
     * took the two the other way round would wait for those who wait for it.
     */
    default void hold(long sessionPk) {}

    /** Lets go, in the transaction that deletes the session. */
    void beforeDelete(long ownerId, long sessionPk);
}
