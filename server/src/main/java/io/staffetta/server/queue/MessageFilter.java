package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an owner's messages are meant. Null means any; a campaign and a session exclude each other.
 *
 * @param campaignPk the campaign's key
 * @param sessionPk the session that sent them, or that those still waiting point to
 */
public record MessageFilter(
        @Nullable Long campaignPk,
        @Nullable Long sessionPk,
        @Nullable MessageState state) {

    /** Every message of the owner. */
    public static MessageFilter all() {
        return new MessageFilter(null, null, null);
    }

    /** The same, in this state only. */
    public MessageFilter in(MessageState wanted) {
        return new MessageFilter(campaignPk, sessionPk, wanted);
    }

    Set<MessageState> states() {
        return state == null ? EnumSet.allOf(MessageState.class) : EnumSet.of(state);
    }
}
