package io.staffetta.waha.stub;

/** How the stub treats one sending. */
public enum Mood {
    /** Takes it and says so. */
    ACCEPT,
    /** Refuses it as malformed, with a list of complaints. */
    REFUSE,
    /** Says that the session is in the wrong state. */
    WRONG_STATE,
    /** Says that it knows no such session. */
    UNKNOWN_SESSION,
    /** Asks for patience, for seven seconds. */
    THROTTLE,
    /** Fails without having taken it. */
    FAIL,
    /** Takes it, then fails. */
    TAKE_AND_FAIL,
    /** WhatsApp forbids first contacts for a while. */
    RESTRICTED,
    /** Takes it and answers with nothing. */
    EMPTY,
    /** Takes it and answers without an id. */
    WITHOUT_ID,
    /** Takes it and answers only after a long while. */
    SLOW,
    /** Does not take it, and says so only after a long while. */
    STALL,
    /** Resets the connection without having taken it. */
    RESET_BEFORE,
    /** Takes it, then resets the connection. */
    RESET_AFTER,
    /** Says that it took it and loses it: it is in no ledger and nothing comes of it. */
    LOSE
}
