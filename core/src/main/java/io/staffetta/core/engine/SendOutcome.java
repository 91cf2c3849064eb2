package io.staffetta.core.engine;

import io.staffetta.core.message.EndReason;
import java.time.Duration;
import java.util.Optional;

/** What became of handing a message over: exactly one of four. */
public sealed interface SendOutcome {

    /** The other side has it. A success without an id is {@link Unknown}, not this. */
    record Accepted(String messageId) implements SendOutcome {}

    /**
     * The other side will never take this message. Nothing left.
     *
     * @param scope what else it will not take
     */
    record Refused(EndReason reason, String detail, Scope scope) implements SendOutcome {

        /** A refusal that says nothing about other messages. */
        public Refused(EndReason reason, String detail) {
            this(reason, detail, Scope.MESSAGE);
        }
    }

    /** How far a refusal reaches. */
    enum Scope {
        /** This message. */
        MESSAGE,
        /** Everything to this person: the person does not want to be written to. */
        PERSON,
        /** Everything made from this template: a campaign with it had better pause. */
        TEMPLATE
    }

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
        /** The peer asked for patience with this person; others can be written to. */
        PERSON_THROTTLED,
        /** The session cannot send right now; burns no attempt. */
        SESSION_NOT_READY,
        /** The number may not open new chats now; never retried before the restriction ends. */
        RESTRICTED,
        /** The session was replaced by another connection. */
        FENCED
    }
}
