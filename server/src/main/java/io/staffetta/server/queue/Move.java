package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decided move of one locked message.
 *
 * @param reason why it waits or ended, or null
 * @param dueAt when it is due again, in business time, if it goes back into the queue with a time
 * @param phase the event to write; null for the new state's name
 */
record Move(
        MessageRow message,
        MessageState to,
        @Nullable String reason,
        @Nullable Instant dueAt,
        @Nullable String engineMessageId,
        @Nullable String error,
        @Nullable String phase) {

    static Move to(MessageRow message, MessageState to, @Nullable String reason) {
        return new Move(message, to, reason, null, null, null, null);
    }

    Move withError(@Nullable String what) {
        return new Move(message, to, reason, dueAt, engineMessageId, what, phase);
    }

    Move withEngineId(@Nullable String id) {
        return new Move(message, to, reason, dueAt, id, error, phase);
    }

    Move dueAt(@Nullable Instant at) {
        return new Move(message, to, reason, at, engineMessageId, error, phase);
    }

    /** Whether this move proves that the message has left, which was not known before. */
    boolean hasNowLeft() {
        return to.left() && !message.state().left();
    }
}
