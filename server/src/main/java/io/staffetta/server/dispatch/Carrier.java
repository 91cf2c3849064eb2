package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Connection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that can send: what the dispatcher needs to know of it. A new one replaces it whenever anything in here
 * changes.
 *
 * @param ownerEpoch the epoch under which this node owns the session; part of every write
 * @param engine the name of its engine, where the numbers of a user share one way out
 * @param numberKey the phone it sends from, or minus the session while the number is unknown: what limits count by; the
 *     limits themselves are read where they are set
 * @param typingSimulation whether the human sequence (seen, wait, typing) precedes each message, as far as the engine can
 *     show it and needs it
 * @param restriction what the number may not do at present, if anything
 */
public record Carrier(
        long sessionPk,
        long ownerId,
        long ownerEpoch,
        String engine,
        Connection connection,
        Capabilities capabilities,
        long numberKey,
        boolean typingSimulation,
        @Nullable Restriction restriction) {

    /**
     * The number may not open new chats.
     *
     * @param id grows with every restriction of any session
     * @param until in real time
     */
    public record Restriction(long id, Instant until) {}
}
