package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an owner's messages are meant. Null means any; a campaign and a session exclude each other.
 *
 * @param campaignPk the campaign's key
 * @param sessionPk the session that sent them, or that those still waiting point to
 * @param states those in one of these states; at least one
 */
public record MessageFilter(
        @Nullable Long campaignPk, @Nullable Long sessionPk, Set<MessageState> states) {

    private static final Set<MessageState> ANY = Set.of(MessageState.values());

    /** Copies what could change. */
    public MessageFilter {
        states = Set.copyOf(states);
    }

    /** Messages in any state. */
    public MessageFilter(@Nullable Long campaignPk, @Nullable Long sessionPk) {
        this(campaignPk, sessionPk, ANY);
    }

    /** Every message of the owner. */
    public static MessageFilter all() {
        return new MessageFilter(null, null);
    }

    /** The same, in this state only. */
    public MessageFilter in(MessageState wanted) {
        return in(Set.of(wanted));
    }

    /** The same, in these states only. */
    public MessageFilter in(Set<MessageState> wanted) {
        return new MessageFilter(campaignPk, sessionPk, wanted);
    }
}
