package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import java.time.Instant;

/** Refuses direct messages that the session's way to WhatsApp would not take, before they are queued. */
@FunctionalInterface
public interface ContentCheck {

    /**
     * Looks at a message; may ask the other side, and take seconds.
     *
     * @throws Problem if it would be refused
     */
    void check(Outgoing message);

    /**
     * A message that is about to be queued.
     *
     * @param engine the name of the session's engine
     * @param phone the recipient, E.164 digits without a plus
     * @param dueAt when it is to go, in business time
     */
    record Outgoing(DirectMessage message, long sessionPk, String engine, long phone, Instant dueAt) {

        /** Leaves recipient and text out. */
        @Override
        public String toString() {
            return "Outgoing[" + sessionPk + "]";
        }
    }
}
