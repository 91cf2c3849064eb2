package io.staffetta.server.queue;

import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.ReceiptLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something an engine said about one message. */
public sealed interface Word {

    /** Which message, if the product's own id is known. */
    Optional<Long> messageId();

    /** Which message, if only the engine's id is known. */
    @Nullable
    String engineMessageId();

    /** Which attempt, if the engine echoed it: tells which message, too. */
    default @Nullable UUID attemptId() {
        return null;
    }

    /** The answer to handing it over. */
    record Answered(Outcome outcome) implements Word {
        @Override
        public Optional<Long> messageId() {
            return Optional.of(outcome.mark().claim().id());
        }

        @Override
        public @Nullable String engineMessageId() {
            return null;
        }
    }

    /** A receipt. */
    record Received(
            long sessionPk,
            String engineMessageId,
            ReceiptLevel level,
            Instant at,
            @Nullable UUID attemptId) implements Word {

        /** Where the engine echoes no attempt. */
        public Received(long sessionPk, String engineMessageId, ReceiptLevel level, Instant at) {
            this(sessionPk, engineMessageId, level, at, null);
        }

        @Override
        public Optional<Long> messageId() {
            return Optional.empty();
        }
    }

    /**
     * It turned out undeliverable.
     *
     * @param refusal why, and how far that reaches
     * @param at when the engine's side found out
     */
    record Undelivered(
            long sessionPk,
            String engineMessageId,
            SendOutcome.Refused refusal,
            Instant at,
            @Nullable UUID attemptId) implements Word {

        @Override
        public Optional<Long> messageId() {
            return Optional.empty();
        }
    }

    /**
     * The answer to looking for a message in doubt.
     *
     * @param doubted for how long it has been in doubt, in business time
     * @param formerOwnerGone whether whoever marked it is proven unable to hand it over any more
     */
    record LookedUp(long id, Evidence evidence, Duration doubted, boolean formerOwnerGone) implements Word {
        @Override
        public Optional<Long> messageId() {
            return Optional.of(id);
        }

        @Override
        public @Nullable String engineMessageId() {
            return null;
        }
    }

    /** A claimed message that has no text to send. */
    record NoText(Claimed claim, String detail) implements Word {
        @Override
        public Optional<Long> messageId() {
            return Optional.of(claim.id());
        }

        @Override
        public @Nullable String engineMessageId() {
            return null;
        }
    }
}
