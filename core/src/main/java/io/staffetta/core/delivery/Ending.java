package io.staffetta.core.delivery;

import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;

/** How a message ends that will not be tried again, told truthfully. */
public record Ending(MessageState state, EndReason reason) {

    /**
     * As it was decided, unless an earlier attempt, followed by another because somebody asked for that, may have left:
     * then nobody can say that it was not sent.
     *
     * @param state failed or skipped
     */
    public static Ending of(MessageState state, EndReason reason, boolean mayHaveLeft) {
        return mayHaveLeft
                ? new Ending(MessageState.UNCONFIRMED, EndReason.OUTCOME_UNKNOWN)
                : new Ending(state, reason);
    }
}
