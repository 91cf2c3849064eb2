package io.staffetta.core.delivery;

import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.ReceiptLevel;
import java.util.Optional;

/** What a receipt or an echo with the message's own id does to it: it only ever lifts. */
public final class AfterReceipt {

    private AfterReceipt() {}

    /**
     * The state a message in this one moves to, or empty if the receipt says nothing new.
     *
     * @param mayHaveLeft whether an earlier attempt may have left although the message waits for another: the receipt
     *     proves that it did, and the other is not needed
     */
    public static Optional<MessageState> decide(MessageState state, boolean mayHaveLeft, ReceiptLevel level) {
        return switch (state) {
            case SENDING, IN_DOUBT, UNCONFIRMED -> Optional.of(level.state());
            case SENT, DELIVERED, READ -> Optional.of(level.state()).filter(reached -> reached.compareTo(state) > 0);
            case QUEUED, CLAIMED -> mayHaveLeft ? Optional.of(level.state()) : Optional.empty();
            case FAILED, SKIPPED -> Optional.empty();
        };
    }

    /**
     * The state a message in this one moves to when the engine reports that it could not be delivered.
     *
     * @param mayHaveLeft whether an attempt before the one that is spoken of may have left
     */
    public static Optional<MessageState> undeliverable(MessageState state, boolean mayHaveLeft) {
        return switch (state) {
            case SENDING, IN_DOUBT -> Optional.of(mayHaveLeft ? MessageState.UNCONFIRMED : MessageState.FAILED);
            case UNCONFIRMED -> mayHaveLeft ? Optional.empty() : Optional.of(MessageState.FAILED);
            case SENT -> Optional.of(MessageState.FAILED);
            case QUEUED, CLAIMED, DELIVERED, READ, FAILED, SKIPPED -> Optional.empty();
        };
    }
}
