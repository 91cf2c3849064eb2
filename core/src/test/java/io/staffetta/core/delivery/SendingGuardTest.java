package io.staffetta.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.SendingGuard.Cause;
import io.staffetta.core.delivery.SendingGuard.Facts;
import io.staffetta.core.delivery.SendingGuard.Verdict;
import io.staffetta.core.message.EndReason;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SendingGuardTest {

    @Test
    void withNothingAgainstItAMessageGoes() {
        assertThat(SendingGuard.decide(facts(false, 1, 1, LaneStatus.OPEN, false, false, true, true, false)))
                .isEqualTo(new Verdict.Go());
    }

    @Property
    void anOptOutBeatsEverything(
            @ForAll @IntRange(max = 1) int owner,
            @ForAll @IntRange(max = 1) int laneEpoch,
            @ForAll LaneStatus lane,
            @ForAll boolean expired,
            @ForAll boolean restricted,
            @ForAll boolean room,
            @ForAll boolean forced) {
        assertThat(SendingGuard.decide(facts(true, owner, laneEpoch, lane, expired, restricted, room, true, forced)))
                .isEqualTo(new Verdict.Skip(EndReason.OPTED_OUT));
    }

    @Property
    void forcePassesLimitsAndHoursAndNothingElse(
            @ForAll @IntRange(max = 1) int owner,
            @ForAll @IntRange(max = 1) int laneEpoch,
            @ForAll LaneStatus lane,
            @ForAll boolean expired,
            @ForAll boolean restricted,
            @ForAll boolean room,
            @ForAll boolean open) {
        Facts forced = facts(false, owner, laneEpoch, lane, expired, restricted, room, open, true);

        assertThat(SendingGuard.decide(forced))
                .isEqualTo(SendingGuard.decide(
                        facts(false, owner, laneEpoch, lane, expired, restricted, true, true, false)));
    }

    @Test
    void aClaimThatIsStaleGoesBack() {
        assertThat(SendingGuard.decide(facts(false, 0, 1, LaneStatus.OPEN, false, false, true, true, true)))
                .isEqualTo(new Verdict.Release(Cause.OWNER_GONE));
        assertThat(SendingGuard.decide(facts(false, 1, 0, LaneStatus.OPEN, false, false, true, true, true)))
                .isEqualTo(new Verdict.Release(Cause.LANE_CHANGED));
    }

    @Test
    void aClosedLaneCancelsAndAPausedOneWaits() {
        assertThat(SendingGuard.decide(facts(false, 1, 1, LaneStatus.CLOSED, false, false, true, true, true)))
                .isEqualTo(new Verdict.Skip(EndReason.CANCELLED));
        assertThat(SendingGuard.decide(facts(false, 1, 1, LaneStatus.PAUSED, false, false, true, true, true)))
                .isEqualTo(new Verdict.Release(Cause.LANE_PAUSED));
    }

    @Test
    void limitsAndHoursHoldWithoutForce() {
        assertThat(SendingGuard.decide(facts(false, 1, 1, LaneStatus.OPEN, false, false, false, false, false)))
                .isEqualTo(new Verdict.Release(Cause.NO_ROOM));
        assertThat(SendingGuard.decide(facts(false, 1, 1, LaneStatus.OPEN, false, false, true, false, false)))
                .isEqualTo(new Verdict.Release(Cause.QUIET_HOURS));
    }

    @Test
    void aFollowUpForThoseWhoAreSilentIsNotSentToOneWhoAnswered() {
        assertThat(SendingGuard.decide(
                        new Facts(false, 1, 1, 1, 1, LaneStatus.OPEN, false, true, false, true, true, true)))
                .isEqualTo(new Verdict.Skip(EndReason.REPLIED));
    }

    private static Facts facts(
            boolean optedOut,
            int ownerEpoch,
            int laneEpoch,
            LaneStatus lane,
            boolean expired,
            boolean restricted,
            boolean room,
            boolean open,
            boolean forced) {
        return new Facts(optedOut, 1, ownerEpoch, 1, laneEpoch, lane, expired, false, restricted, room, open, forced);
    }
}
