package io.staffetta.core.session;

import java.util.Locale;

/** What is observed of a session. What its user wants of it (on or off) stands apart. */
public enum SessionState {
    /** The connection is being made. */
    INITIALIZING,
    /** A code waits for a person: to scan, to type on the phone, or a step on the engine's own page. */
    QR_GENERATED,
    /** The link stands; the session cannot send yet. */
    AUTHENTICATED,
    /** It can send to everybody. */
    READY,
    /** It can send to known chats and may not open new ones for a while. */
    RESTRICTED,
    /** The connection broke; the product reconnects. */
    DISCONNECTED,
    /** The link is gone; a new pairing is waited for. */
    LOGGED_OUT,
    /** Its user switched it off. */
    STOPPED,
    /** Banned, replaced by another client, or failed for good: nothing happens until its user acts. */
    ERROR;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in the database, the API and the events, such as {@code qr_generated}. */
    public String code() {
        return code;
    }

    /** Whether messages may be handed to the engine. */
    public boolean up() {
        return this == READY || this == RESTRICTED;
    }

    /** Whether the link stands, so that a campaign may move to this session: its messages wait until it is up. */
    public boolean active() {
        return up() || this == AUTHENTICATED;
    }

    /** Whether nothing is under way: no connection, no attempt to make one. */
    public boolean atRest() {
        return this == LOGGED_OUT || this == STOPPED || this == ERROR;
    }

    /**
     * The state with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SessionState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
