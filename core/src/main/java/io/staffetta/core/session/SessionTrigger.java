package io.staffetta.core.session;

import io.staffetta.core.engine.EngineEvent;

/** Something that may move a session to another state. */
public sealed interface SessionTrigger {

    /** The engine said something. */
    record Said(EngineEvent event) implements SessionTrigger {}

    /** Its user wants something. */
    enum Command implements SessionTrigger {
        /** Be on: connect unless that is done or under way. */
        START,
        /** Be off, keeping the link. */
        STOP,
        /** Connect anew, whatever is under way. */
        RESTART,
        /** A new code while pairing; otherwise as {@link #START}. */
        REFRESH,
        /** Give the link up, on the phone too. */
        LOG_OUT,
        /** Be gone. */
        DELETE
    }

    /** Time has passed. */
    enum Timer implements SessionTrigger {
        /** The wait before the next attempt to reconnect is over. */
        RECONNECT_DUE,
        /** The restriction's time is over. */
        RESTRICTION_OVER,
        /** The other side has been silent for too long. */
        NO_PROOF_OF_LIFE
    }

    /** This node's hold on the session changed. */
    enum Tenure implements SessionTrigger {
        /** This node just took over a session that is wanted on. */
        TAKEN,
        /** Another node may hold it from now on. */
        LOST
    }
}
