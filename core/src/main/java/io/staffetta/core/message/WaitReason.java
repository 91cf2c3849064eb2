package io.staffetta.core.message;

import java.util.Locale;

/** Why a queued message has not gone yet: one closed list for API, events and screens. */
public enum WaitReason {
    /** It was just accepted. */
    NEW,
    /** An attempt failed without anything leaving; the next one has a time. */
    RETRY,
    /** It is not due yet. */
    SCHEDULED,
    /** The number has used its messages of the last 60 minutes. */
    RATE_LIMIT,
    /** The number has used its messages of the day. */
    DAILY_CAP,
    /** Outside the hours in which messages may go. */
    QUIET_HOURS,
    /** The session is not connected. */
    SESSION_DOWN,
    /** The number may not open new chats at present. */
    RESTRICTED,
    /** A person, or the product with a reason, paused the campaign. */
    PAUSED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in the database, the API and the events, such as {@code rate_limit}. */
    public String code() {
        return code;
    }

    /** Whether this wait strikes all of a lane and is therefore kept on the lane, never on its messages. */
    public boolean ofLane() {
        return switch (this) {
            case NEW, RETRY, SCHEDULED -> false;
            case RATE_LIMIT, DAILY_CAP, QUIET_HOURS, SESSION_DOWN, RESTRICTED, PAUSED -> true;
        };
    }

    /**
     * The reason with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WaitReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
