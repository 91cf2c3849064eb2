package io.staffetta.server.session;

import io.staffetta.core.engine.EngineEvent;

/** Hears what people write to a session. */
@FunctionalInterface
public interface InboundListener {

    /**
     * A person wrote. Called for one message of a session at a time, in the order they came, on a thread that may block.
     * The same message may come again; its source id tells.
     */
    void received(long ownerId, long sessionPk, EngineEvent.Inbound message);
}
