package io.staffetta.core.delivery;

import io.staffetta.core.message.MessageState;
import java.util.Optional;

/** What becomes of the messages of an owner that is proven gone: crashed, fenced or restarted. */
public final class AfterCrash {

    private AfterCrash() {}

    /**
     * The state a message in this one moves to, or empty if it stays. A claim goes back, its slot free again; what was
     * marked as sending may have left.
     */
    public static Optional<MessageState> decide(MessageState state) {
        return switch (state) {
            case CLAIMED -> Optional.of(MessageState.QUEUED);
            case SENDING -> Optional.of(MessageState.IN_DOUBT);
            case QUEUED, IN_DOUBT, SENT, DELIVERED, READ, FAILED, SKIPPED, UNCONFIRMED -> Optional.empty();
        };
    }
}
