package io.staffetta.core.delivery;

import io.staffetta.core.engine.Evidence;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a message in doubt when it has been looked for. */
public final class AfterEvidence {

    /** How long a message stays in doubt without evidence before it ends unconfirmed. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private AfterEvidence() {}

    /** What follows. */
    public sealed interface Next {

        /** It had left: it moves to this state. */
        record Left(MessageState state) implements Next {}

        /** It never left and never will: back to the queue, its slot given back. */
        record Requeue() implements Next {}

        /** It may have left, and is sent once more because the caller asked for that. */
        record Resend() implements Next {}

        /** It ends unconfirmed. */
        record GiveUp() implements Next {}

        /** It stays in doubt. */
        record Wait() implements Next {}
    }

    /**
     * A message in doubt.
     *
     * @param lasted how long it has been in doubt
     * @param formerOwnerGone whether whoever marked it as sending is proven unable to hand it over any more
     * @param attempts how many were made
     * @param resendUntil set only if the caller asked for an uncertain message to be sent again: until when
     */
    public record Doubt(
            Duration lasted, boolean formerOwnerGone, int attempts, Instant now, Optional<Instant> resendUntil) {

        private boolean mayResend(Backoff backoff) {
            return formerOwnerGone
                    && attempts < backoff.attempts()
                    && resendUntil.filter(now::isBefore).isPresent();
        }
    }

    /** What follows from this evidence about this message. */
    public static Next decide(Evidence evidence, Doubt doubt, Backoff backoff) {
        return switch (evidence) {
            case Evidence.Found found -> new Next.Left(found.level().state());
            case Evidence.NeverHad _ when doubt.formerOwnerGone -> new Next.Requeue();
            case Evidence.NeverHad _, Evidence.NotKnown _ when doubt.mayResend(backoff) -> new Next.Resend();
            case Evidence.NeverHad _, Evidence.NotKnown _ ->
                doubt.lasted.compareTo(PATIENCE) < 0 ? new Next.Wait() : new Next.GiveUp();
        };
    }
}
