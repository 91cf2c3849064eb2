package io.staffetta.core.message;

import java.util.Locale;

/** Where a message stands. The moves between states are in {@link MessageMoves}. */
public enum MessageState {
    /** Accepted and waiting; see {@link WaitReason}. */
    QUEUED,
    /** Taken by the owner of a session; nothing has left yet. */
    CLAIMED,
    /** Committed as being handed to the engine; from here on it may have left. */
    SENDING,
    /** It may or may not have left: waits for evidence or for a person. */
    IN_DOUBT,
    /** The engine accepted it. */
    SENT,
    /** It reached the recipient's device. */
    DELIVERED,
    /** The recipient read it. */
    READ,
    /** It ended without being sent, or the engine reported that it could not be delivered. */
    FAILED,
    /** It ended on purpose without being sent. */
    SKIPPED,
    /** It ended without evidence of whether it left. */
    UNCONFIRMED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in the database, the API and the events, such as {@code in_doubt}. */
    public String code() {
        return code;
    }

    /** Whether the recipient's story is over unless late evidence arrives. */
    public boolean ended() {
        return switch (this) {
            case SENT, DELIVERED, READ, FAILED, SKIPPED, UNCONFIRMED -> true;
            case QUEUED, CLAIMED, SENDING, IN_DOUBT -> false;
        };
    }

    /** Whether the engine is known to have accepted the message. */
    public boolean left() {
        return switch (this) {
            case SENT, DELIVERED, READ -> true;
            case QUEUED, CLAIMED, SENDING, IN_DOUBT, FAILED, SKIPPED, UNCONFIRMED -> false;
        };
    }

    /**
     * The state with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MessageState of(String code) {
        for (MessageState state : values()) {
            if (state.code.equals(code)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no message state " + code);
    }
}
