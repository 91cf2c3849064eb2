package io.staffetta.core.delivery;

import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.ReceiptLevel;
import java.util.Optional;

/** What a receipt or an echo with the message's own id does to it: it only ever lifts. */
public final class AfterReceipt {

    private AfterReceipt() {}

    /** The state a message in this one moves to, or empty if the receipt says nothing new. */
    public static Optional<MessageState> decide(MessageState state, ReceiptLevel level) {
        return switch (state) {
            case SENDING, IN_DOUBT, UNCONFIRMED -> Optional.of(level.state());
            case SENT, DELIVERED, READ -> Optional.of(level.state()).filter(reached -> reached.compareTo(state) > 0);
            case QUEUED, CLAIMED, FAILED, SKIPPED -> Optional.empty();
        };
    }

    /** The state a message in this one moves to when the engine reports that it could not be delivered. */
    public static Optional<MessageState> undeliverable(MessageState state) {
        return switch (state) {
            case SENDING, IN_DOUBT, UNCONFIRMED, SENT -> Optional.of(MessageState.FAILED);
            case QUEUED, CLAIMED, DELIVERED, READ, FAILED, SKIPPED -> Optional.empty();
        };
    }
}
