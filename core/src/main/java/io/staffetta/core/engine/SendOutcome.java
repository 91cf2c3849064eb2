package io.staffetta.core.engine;

import io.staffetta.core.message.EndReason;
import java.time.Duration;
import java.util.Optional;

/** What became of handing a message over: exactly one of four. */
public sealed interface SendOutcome {

    /** The other side has it. A success without an id is {@link Unknown}, not this. */
    record Accepted(String messageId) implements SendOutcome {}

    /** The other side will never take this message. Nothing left. */
    record Refused(EndReason reason, String detail) implements SendOutcome {}

    /** It is certain that nothing left; the same message may be tried again. */
    record NotSent(Cause cause, String detail, Optional<Duration> retryAfter) implements SendOutcome {}

    /** It may have left: a time-out or a reset after writing, an answer without an id, and everything not listed. */
    record Unknown(String cause) implements SendOutcome {}

    /** Why nothing left. */
    enum Cause {
        /** The peer could not be reached at all. */
        UNREACHABLE,
        /** The peer asked for patience. */
        THROTTLED,
        /** The session cannot send right now; burns no attempt. */
        SESSION_NOT_READY,
        /** The number may not open new chats now; never retried before the restriction ends. */
        RESTRICTED,
        /** The session was replaced by another connection. */
        FENCED
    }
}
