package io.staffetta.core.simulation;

import io.staffetta.core.delivery.AfterCrash;
import io.staffetta.core.delivery.AfterEvidence;
import io.staffetta.core.delivery.AfterOutcome;
import io.staffetta.core.delivery.AfterReceipt;
import io.staffetta.core.delivery.Ending;
import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.delivery.SendingGuard;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.core.pacing.Backoff;
import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.session.SessionMachine;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionStep;
import io.staffetta.core.session.SessionTrigger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The product's own rules, without one guard at most. */
final class Rules {

    private final @Nullable Guard without;

    Rules(@Nullable Guard without) {
        this.without = without;
    }

    boolean keeps(Guard guard) {
        return without != guard;
    }

    /** The facts as the mark sees them. */
    SendingGuard.Facts seen(SendingGuard.Facts facts) {
        return new SendingGuard.Facts(
                facts.optedOut() && keeps(Guard.MARK_LOOKS_FOR_OPT_OUT),
                facts.claimedOwnerEpoch(),
                keeps(Guard.MARK_COMPARES_OWNER) ? facts.ownerEpoch() : facts.claimedOwnerEpoch(),
                facts.claimedLaneEpoch(),
                keeps(Guard.MARK_COMPARES_LANE) ? facts.laneEpoch() : facts.claimedLaneEpoch(),
                keeps(Guard.MARK_LOOKS_AT_LANE_STATUS) ? facts.lane() : LaneStatus.OPEN,
                facts.expired() && keeps(Guard.MARK_LOOKS_AT_EXPIRY),
                facts.replied() && keeps(Guard.MARK_LOOKS_FOR_REPLY),
                facts.restricted() && keeps(Guard.MARK_LOOKS_AT_RESTRICTION),
                facts.room() || !keeps(Guard.MARK_LOOKS_AT_LIMITS),
                facts.open() || !keeps(Guard.MARK_LOOKS_AT_HOURS),
                facts.forced());
    }

    /** How a message ends that is given up. */
    MessageState end(MessageState decided, EndReason reason, Message message) {
        return Ending.of(decided, reason, message.mayHaveLeft && keeps(Guard.ENDS_ARE_TRUTHFUL))
                .state();
    }

    /** The limits that hold for what a session sends: its own, and those of the others with its number. */
    Set<NumberLimits> limits(Session session, List<Session> all) {
        return all.stream()
                .filter(other -> other == session || (keeps(Guard.STRICTEST_LIMIT_COUNTS) && other.shares(session)))
                .map(Session::limits)
                .collect(Collectors.toSet());
    }

    AfterOutcome.Next outcome(SendOutcome outcome, AfterOutcome.Attempt attempt, RandomGenerator random) {
        AfterOutcome.Attempt counted = keeps(Guard.ATTEMPTS_ARE_COUNTED)
                ? attempt
                : new AfterOutcome.Attempt(1, attempt.now(), attempt.now(), attempt.resendUntil());
        SendOutcome taken = outcome instanceof SendOutcome.Unknown(String cause) && !keeps(Guard.UNKNOWN_MAKES_DOUBT)
                ? new SendOutcome.NotSent(SendOutcome.Cause.UNREACHABLE, cause, Optional.empty())
                : outcome;
        return AfterOutcome.decide(taken, counted, Backoff.OF_MESSAGES, random);
    }

    /** Whether the slot in the number's window is given back. */
    boolean givesSlotBack(AfterOutcome.Next next) {
        return next.nothingLeft() || (next.state() == MessageState.IN_DOUBT && !keeps(Guard.DOUBT_KEEPS_ITS_SLOT));
    }

    Optional<MessageState> receipt(Message message, ReceiptLevel level) {
        return keeps(Guard.RECEIPTS_ONLY_LIFT)
                ? AfterReceipt.decide(message.state, message.mayHaveLeft, level)
                : Optional.of(level.state()).filter(to -> to != message.state);
    }

    Optional<MessageState> crash(MessageState state) {
        return switch (state) {
            case SENDING ->
                keeps(Guard.CRASH_MAKES_DOUBT) ? AfterCrash.decide(state) : Optional.of(MessageState.QUEUED);
            case CLAIMED -> keeps(Guard.CRASH_RELEASES_CLAIMS) ? AfterCrash.decide(state) : Optional.empty();
            default -> AfterCrash.decide(state);
        };
    }

    AfterEvidence.Next evidence(Evidence evidence, AfterEvidence.Doubt doubt) {
        Evidence taken = evidence instanceof Evidence.NotKnown && !keeps(Guard.DOUBT_NEEDS_PROOF)
                ? new Evidence.NeverHad()
                : evidence;
        AfterEvidence.Next next = AfterEvidence.decide(taken, doubt, Backoff.OF_MESSAGES);
        return next instanceof AfterEvidence.Next.GiveUp && !keeps(Guard.DOUBT_ENDS)
                ? new AfterEvidence.Next.Wait()
                : next;
    }

    SessionStep session(Session session, SessionTrigger trigger) {
        boolean roused = session.state.atRest()
                && !keeps(Guard.REST_ENDS_BY_COMMAND)
                && !(trigger instanceof SessionTrigger.Command);
        return SessionMachine.next(roused ? SessionState.DISCONNECTED : session.state, session.restricted, trigger);
    }

    /** Whether a past send at this time belongs into a window that is read at another. */
    boolean counts(Instant at, Instant now) {
        return keeps(Guard.WINDOW_COUNTS_THE_FUTURE) || !at.isAfter(now);
    }
}
