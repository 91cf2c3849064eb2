package io.staffetta.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.AfterOutcome.Attempt;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageMoves;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.core.pacing.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AfterwardsTest {

    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");

    @Property
    void everyOutcomeLeadsWhereTheTableAllows(
            @ForAll("outcomes") SendOutcome outcome,
            @ForAll @IntRange(min = 1, max = 7) int number,
            @ForAll boolean resend,
            @ForAll long seed) {
        AfterOutcome.Next next =
                decide(outcome, number, resend ? Optional.of(NOON.plusSeconds(60)) : Optional.empty(), seed);

        assertThat(MessageMoves.allows(MessageState.SENDING, next.state())).isTrue();
    }

    @Property
    void anUnknownOutcomeIsNeverTriedAgainUnlessTheCallerAskedForIt(
            @ForAll @IntRange(min = 1, max = 7) int number, @ForAll long seed) {
        assertThat(decide(new SendOutcome.Unknown("time-out"), number, Optional.empty(), seed))
                .isEqualTo(new AfterOutcome.Next.Doubt("time-out"));
    }

    @Test
    void anUnknownOutcomeIsTriedAgainIfTheCallerAskedAndThereIsTime() {
        SendOutcome unknown = new SendOutcome.Unknown("time-out");

        assertThat(decide(unknown, 1, Optional.of(NOON.plusSeconds(60)), 1))
                .isInstanceOf(AfterOutcome.Next.Resend.class)
                .returns(false, AfterOutcome.Next::nothingLeft);
        assertThat(decide(unknown, 1, Optional.of(NOON), 1)).isInstanceOf(AfterOutcome.Next.Doubt.class);
        assertThat(decide(unknown, 6, Optional.of(NOON.plusSeconds(60)), 1))
                .isInstanceOf(AfterOutcome.Next.Doubt.class);
    }

    @Test
    void aSessionThatIsNotReadyBurnsNoAttempt() {
        assertThat(decide(notSent(SendOutcome.Cause.SESSION_NOT_READY), 6, Optional.empty(), 1))
                .isEqualTo(new AfterOutcome.Next.Retry(NOON.plusSeconds(5), false));
    }

    @Test
    void theLastAttemptFails() {
        assertThat(decide(notSent(SendOutcome.Cause.UNREACHABLE), 6, Optional.empty(), 1))
                .isEqualTo(new AfterOutcome.Next.Fail(EndReason.ATTEMPTS_SPENT, true));
    }

    @Test
    void aRestrictedNumberParksTheMessage() {
        assertThat(decide(notSent(SendOutcome.Cause.RESTRICTED), 1, Optional.empty(), 1))
                .isEqualTo(new AfterOutcome.Next.Park());
    }

    @Property
    void receiptsOnlyLiftWhateverTheirOrder(
            @ForAll MessageState start,
            @ForAll boolean mayHaveLeft,
            @ForAll List<ReceiptLevel> levels,
            @ForAll List<ReceiptLevel> again) {
        MessageState state = start;
        for (ReceiptLevel level : levels) {
            MessageState before = state;
            state = AfterReceipt.decide(state, mayHaveLeft, level).orElse(state);
            assertThat(state.equals(before) || MessageMoves.allows(before, state))
                    .isTrue();
        }
        MessageState settled = state;

        assertThat(again)
                .filteredOn(levels::contains)
                .allSatisfy(level -> assertThat(AfterReceipt.decide(settled, mayHaveLeft, level))
                        .isEmpty());
    }

    @Test
    void aReceiptOfAnEarlierAttemptEndsTheWaitForAnother() {
        assertThat(AfterReceipt.decide(MessageState.QUEUED, true, ReceiptLevel.DELIVERED))
                .contains(MessageState.DELIVERED);
        assertThat(AfterReceipt.decide(MessageState.QUEUED, false, ReceiptLevel.DELIVERED))
                .isEmpty();
    }

    @Test
    void whatMayHaveLeftNeverEndsAsIfItHadNot() {
        assertThat(Ending.of(MessageState.SKIPPED, EndReason.EXPIRED, true))
                .isEqualTo(new Ending(MessageState.UNCONFIRMED, EndReason.OUTCOME_UNKNOWN));
        assertThat(Ending.of(MessageState.SKIPPED, EndReason.EXPIRED, false))
                .isEqualTo(new Ending(MessageState.SKIPPED, EndReason.EXPIRED));
    }

    @Property
    void whatIsUndeliverableOrLostToACrashMovesByTheTable(@ForAll MessageState state, @ForAll boolean mayHaveLeft) {
        assertThat(AfterReceipt.undeliverable(state, mayHaveLeft))
                .matches(to -> to.isEmpty() || MessageMoves.allows(state, to.get()));
        assertThat(AfterCrash.decide(state)).matches(to -> to.isEmpty() || MessageMoves.allows(state, to.get()));
    }

    @Test
    void afterACrashNothingThatMayHaveLeftIsQueued() {
        assertThat(AfterCrash.decide(MessageState.CLAIMED)).contains(MessageState.QUEUED);
        assertThat(AfterCrash.decide(MessageState.SENDING)).contains(MessageState.IN_DOUBT);
    }

    @Test
    void doubtIsQueuedOnlyOnProofThatNothingLeftAndNothingWill() {
        assertThat(evidence(new Evidence.NeverHad(), 0, true)).isEqualTo(new AfterEvidence.Next.Requeue());
        assertThat(evidence(new Evidence.NeverHad(), 0, false)).isEqualTo(new AfterEvidence.Next.Wait());
        assertThat(evidence(new Evidence.NotKnown(), 9, true)).isEqualTo(new AfterEvidence.Next.Wait());
    }

    @Test
    void withoutEvidenceForTenMinutesItEndsUnconfirmed() {
        assertThat(evidence(new Evidence.NotKnown(), 10, true)).isEqualTo(new AfterEvidence.Next.GiveUp());
        assertThat(evidence(new Evidence.Found(ReceiptLevel.DELIVERED), 10, true))
                .isEqualTo(new AfterEvidence.Next.Left(MessageState.DELIVERED));
    }

    @Test
    void aCallerWhoAskedForItGetsAnotherSendWhileThereAreTimeAndAttempts() {
        Instant later = NOON.plusSeconds(1);

        assertThat(resend(true, 5, later)).isEqualTo(new AfterEvidence.Next.Resend());
        assertThat(resend(false, 5, later)).isEqualTo(new AfterEvidence.Next.Wait());
        assertThat(resend(true, 6, later)).isEqualTo(new AfterEvidence.Next.Wait());
        assertThat(resend(true, 5, NOON)).isEqualTo(new AfterEvidence.Next.Wait());
    }

    private static AfterEvidence.Next resend(boolean formerOwnerGone, int attempts, Instant until) {
        return AfterEvidence.decide(
                new Evidence.NotKnown(),
                new AfterEvidence.Doubt(Duration.ZERO, formerOwnerGone, attempts, NOON, Optional.of(until)),
                Backoff.OF_MESSAGES);
    }

    private static AfterEvidence.Next evidence(Evidence evidence, int minutes, boolean formerOwnerGone) {
        return AfterEvidence.decide(
                evidence,
                new AfterEvidence.Doubt(Duration.ofMinutes(minutes), formerOwnerGone, 1, NOON, Optional.empty()),
                Backoff.OF_MESSAGES);
    }

    private static AfterOutcome.Next decide(SendOutcome outcome, int number, Optional<Instant> resendUntil, long seed) {
        return AfterOutcome.decide(
                outcome, new Attempt(number, NOON, NOON, resendUntil), Backoff.OF_MESSAGES, new Random(seed));
    }

    private static SendOutcome notSent(SendOutcome.Cause cause) {
        return new SendOutcome.NotSent(cause, "", Optional.empty());
    }

    @Provide
    Arbitrary<SendOutcome> outcomes() {
        Arbitrary<SendOutcome> notSent = Arbitraries.of(SendOutcome.Cause.class).map(AfterwardsTest::notSent);
        Arbitrary<SendOutcome> others = Arbitraries.of(
                new SendOutcome.Accepted("id"),
                new SendOutcome.Refused(EndReason.REFUSED, ""),
                new SendOutcome.Unknown("reset"));
        return Arbitraries.oneOf(notSent, others);
    }
}
