package io.staffetta.cloud.stub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one message is answered.
 *
 * @param kind what happens to it
 * @param status the HTTP status of an {@code error} or {@code bare} answer
 * @param code Meta's code of an {@code error}
 * @param retryAfter seconds to say in the header {@code Retry-After}, if any
 * @param delayMillis how long the answer is held back
 * @param statuses what webhooks say of it once it is taken, in this order: {@code sent}, {@code delivered}, {@code read},
 *     {@code failed:131026} …; null for what the stub does by default
 */
record Behaviour(
        Kind kind,
        int status,
        int code,
        @Nullable Integer retryAfter,
        long delayMillis,
        @Nullable List<String> statuses) {

    /** Takes it and says so. */
    static final Behaviour ACCEPT = new Behaviour(Kind.ACCEPT, 200, 0, null, 0, null);

    /** What happens to a message. */
    enum Kind {
        /** Taken, and answered with an id. */
        ACCEPT,
        /** Not taken; answered with Meta's form of an error. */
        ERROR,
        /** Not taken; answered with a status and no body. */
        BARE,
        /** Not taken; the connection is closed without an answer. */
        DROP,
        /** Taken; the connection is closed without an answer. */
        ACCEPT_THEN_DROP,
        /** Taken; the answer breaks off half way. */
        ACCEPT_THEN_BREAK,
        /** Taken; answered with success and nothing else. */
        EMPTY,
        /** Taken; answered with success, but without an id. */
        WITHOUT_ID,
        /** Taken; never answered. */
        ACCEPT_THEN_HANG
    }

    boolean takes() {
        return kind != Kind.ERROR && kind != Kind.BARE && kind != Kind.DROP;
    }
}
