package io.staffetta.core.delivery;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What becomes of a message that is marked as sending when the engine has answered. */
public final class AfterOutcome {

    /** How long a message waits whose session turned out not to be ready. */
    static final Duration UNTIL_READY = Duration.ofSeconds(5);

    private AfterOutcome() {}

    /**
     * The attempt that ended.
     *
     * @param number 1 for the first, counting only those that burn one
     * @param since when the message was first attempted, in the same time as {@code now}
     * @param resendUntil set only if the caller asked for an uncertain message to be sent again: until when
     */
    public record Attempt(int number, Instant since, Instant now, Optional<Instant> resendUntil) {}

    /** What follows. */
    public sealed interface Next {

        /** The state it moves to. */
        MessageState state();

        /** Whether it is certain that nothing left, so that its row of the send log goes and its slot is given back. */
        default boolean nothingLeft() {
            return false;
        }

        /** The engine has it. */
        record Sent(String engineMessageId) implements Next {
            @Override
            public MessageState state() {
                return MessageState.SENT;
            }
        }

        /**
         * Nothing left; it is tried again.
         *
         * @param due not before this
         * @param burnsAttempt false if the session is to blame, not the message
         */
        record Retry(Instant due, boolean burnsAttempt) implements Next {
            @Override
            public MessageState state() {
                return MessageState.QUEUED;
            }

            @Override
            public boolean nothingLeft() {
                return true;
            }
        }

        /** Nothing left; it waits, set aside, for the end of the number's restriction and burns no attempt. */
        record Park() implements Next {
            @Override
            public MessageState state() {
                return MessageState.QUEUED;
            }

            @Override
            public boolean nothingLeft() {
                return true;
            }
        }

        /** It may have left, and is sent once more because the caller asked for that. */
        record Resend(Instant due) implements Next {
            @Override
            public MessageState state() {
                return MessageState.QUEUED;
            }
        }

        /** It ends. What was refused still counts for the limits: the number was seen writing. */
        record Fail(EndReason reason, boolean nothingLeft) implements Next {
            @Override
            public MessageState state() {
                return MessageState.FAILED;
            }
        }

        /** It may have left: waits for evidence. */
        record Doubt(String cause) implements Next {
            @Override
            public MessageState state() {
                return MessageState.IN_DOUBT;
            }
        }
    }

    /** What follows from this outcome of this attempt. */
    public static Next decide(SendOutcome outcome, Attempt attempt, Backoff backoff, RandomGenerator random) {
        return switch (outcome) {
            case SendOutcome.Accepted accepted -> new Next.Sent(accepted.messageId());
            case SendOutcome.Refused refused -> new Next.Fail(refused.reason(), false);
            case SendOutcome.NotSent notSent -> notSent(notSent, attempt, backoff, random);
            case SendOutcome.Unknown unknown ->
                attempt.resendUntil
                        .flatMap(until -> backoff.next(attempt.number, attempt.since, attempt.now, null, random)
                                .filter(due -> due.isBefore(until)))
                        .<Next>map(Next.Resend::new)
                        .orElse(new Next.Doubt(unknown.cause()));
        };
    }

    private static Next notSent(SendOutcome.NotSent notSent, Attempt attempt, Backoff backoff, RandomGenerator random) {
        return switch (notSent.cause()) {
            case UNREACHABLE, THROTTLED, PERSON_THROTTLED ->
                backoff.next(
                                attempt.number,
                                attempt.since,
                                attempt.now,
                                notSent.retryAfter().orElse(null),
                                random)
                        .<Next>map(due -> new Next.Retry(due, true))
                        .orElse(new Next.Fail(EndReason.ATTEMPTS_SPENT, true));
            case SESSION_NOT_READY, FENCED -> new Next.Retry(attempt.now.plus(UNTIL_READY), false);
            case RESTRICTED -> new Next.Park();
        };
    }
}
