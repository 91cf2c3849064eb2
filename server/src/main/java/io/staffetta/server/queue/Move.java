package io.staffetta.server.queue;

import io.staffetta.core.delivery.Ending;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decided move of one locked message.
 *
 * @param reason why it waits or ended, or null
 * @param dueAt when it is due again, in business time, if it goes back into the queue with a time
 * @param engineMessageId the engine's id, if it is known only now
 * @param error what went wrong, for people, without secrets
 * @param nothingLeft whether a message that was marked as sending is now certain not to have left
 * @param attempts attempts counted so far
 * @param parked under which restriction it is set aside, or 0
 */
record Move(
        MessageRow message,
        MessageState to,
        @Nullable String reason,
        @Nullable Instant dueAt,
        @Nullable String engineMessageId,
        @Nullable String error,
        boolean nothingLeft,
        int attempts,
        long parked) {

    static Move to(MessageRow message, MessageState to, @Nullable String reason) {
        return new Move(message, to, reason, null, null, null, false, message.attempts(), 0);
    }

    /** It will not be tried again, and ends in this way as far as that is the truth. */
    static Move ending(MessageRow message, MessageState state, EndReason reason) {
        Ending end = Ending.of(state, reason, message.mayHaveLeft());
        Move move = to(message, end.state(), end.reason().code());
        return end.reason() == reason ? move : move.withError(reason.code());
    }

    Move withError(@Nullable String what) {
        return new Move(message, to, reason, dueAt, engineMessageId, what, nothingLeft, attempts, parked);
    }

    Move withEngineId(@Nullable String id) {
        return new Move(message, to, reason, dueAt, id, error, nothingLeft, attempts, parked);
    }

    Move dueAt(@Nullable Instant at) {
        return new Move(message, to, reason, at, engineMessageId, error, nothingLeft, attempts, parked);
    }

    /** Nothing left: the number's slot is given back. */
    Move withNothingLeft() {
        return new Move(message, to, reason, dueAt, engineMessageId, error, true, attempts, parked);
    }

    /** The attempt does not count. */
    Move unburnt() {
        return new Move(message, to, reason, dueAt, engineMessageId, error, nothingLeft, attempts - 1, parked);
    }

    Move parked(long restriction) {
        return new Move(message, to, reason, dueAt, engineMessageId, error, nothingLeft, attempts, restriction);
    }

    /** Whether this move proves that the message has left, which was not known before. */
    boolean hasNowLeft() {
        return to.left() && !message.state().left();
    }

    /** Whether it goes back although the attempt that was under way may have left. */
    boolean leavesOpen() {
        boolean underWay = message.state() == MessageState.SENDING || message.state() == MessageState.IN_DOUBT;
        return underWay && to == MessageState.QUEUED && !nothingLeft;
    }

    /** The message as it is after the move. */
    MessageRow after() {
        return message.in(to, message.mayHaveLeft() || leavesOpen());
    }
}
