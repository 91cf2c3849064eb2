package io.staffetta.server.queue;

/** The places where a fault test may stop the process dead. */
public enum HaltPoint {
    /** Messages were claimed, nothing else happened. */
    AFTER_CLAIM,
    /** In the middle of the human sequence. */
    WHILE_TYPING,
    /** The mark of sending is committed, the engine was not called. */
    AFTER_SENDING_COMMIT,
    /** The request is on the wire, the answer is not here. */
    AFTER_REQUEST_WRITTEN,
    /** The engine accepted, the result is not committed. */
    AFTER_ACCEPTANCE,
    /** The result is committed. */
    AFTER_COMMIT,
    /** Some rows of an import are committed, some are not. */
    INSIDE_IMPORT,
    /** A change of number holds the lane and is not committed. */
    INSIDE_CHANGE
}
