package io.staffetta.simulator.world;

import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.util.concurrent.CompletableFuture;

/**
 * A message between being handed over and the world's decision.
 *
 * @param generation of the connection it came over
 * @param answer what the caller waits for
 */
record Flight(long generation, Device from, OutboundMessage message, Fate fate, CompletableFuture<SendOutcome> answer) {

    String id() {
        return message.messageId();
    }
}
