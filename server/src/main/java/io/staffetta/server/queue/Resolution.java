package io.staffetta.server.queue;

/** What a person says became of a message of which the product does not know whether it left. */
public enum Resolution {
    /** It arrived. */
    SENT,
    /** It did not, and is given up. */
    FAILED,
    /** Nobody knows; send it again although it may arrive twice. */
    SEND_AGAIN
}
