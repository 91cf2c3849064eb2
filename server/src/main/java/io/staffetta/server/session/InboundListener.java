package io.staffetta.server.session;

import io.staffetta.core.engine.EngineEvent;

/** Hears what people write to a session, and what else becomes known of them. */
@FunctionalInterface
public interface InboundListener {

    /**
     * A person wrote, opted out or in, or is known by more names: an {@link EngineEvent.Inbound}, {@code OptedOut},
     * {@code OptedIn} or {@code PersonKnown}, and nothing else. Called for one event of a session at a time, in the order
     * they came, on a thread that may block; returns when it is on disk. The same event may come again; its source id
     * tells.
     */
    void heard(long ownerId, long sessionPk, EngineEvent event);
}
