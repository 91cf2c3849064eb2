package io.staffetta.core.pacing;

import static io.staffetta.core.pacing.CampaignEstimate.Share.AHEAD;
import static io.staffetta.core.pacing.CampaignEstimate.Share.BY_TURNS;
import static io.staffetta.core.pacing.SendWindow.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.pacing.CampaignEstimate.Limits;
import io.staffetta.core.pacing.CampaignEstimate.Other;
import io.staffetta.core.pacing.CampaignEstimate.Own;
import io.staffetta.core.pacing.CampaignEstimate.Pace;
import io.staffetta.core.pacing.SendWindow.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CampaignEstimateTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");
    private static final BusinessHours ALWAYS = BusinessHours.always(ROME);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pace PACE = new Pace(SECOND.multipliedBy(7), SECOND.multipliedBy(3));

    @Test
    void nothingToSendIsFinishedNow() {
        assertThat(estimate(0, 10, new Other(50, BY_TURNS))).contains(NOON);
    }

    @Test
    void aloneEveryMessageTakesItsDelayAndItsHandling() {
        assertThat(estimate(11, UNLIMITED)).contains(NOON.plusSeconds(100));
    }

    @Test
    void aCampaignThatSendsByTurnsTakesHalfTheRoom() {
        // 10 an hour for both together: 10 and 10, then 10 alone.
        assertThat(hour(estimate(20, 10))).isEqualTo(1);
        assertThat(hour(estimate(20, 10, new Other(10, BY_TURNS)))).isEqualTo(2);
        assertThat(hour(estimate(20, 10, new Other(1_000_000, BY_TURNS)))).isEqualTo(3);
    }

    @Test
    void aCampaignThatMaySendAtOtherHoursMayTakeEverythingFirst() {
        assertThat(hour(estimate(20, 10, new Other(80, AHEAD)))).isEqualTo(9);
    }

    @Test
    void delaysOfTwoCampaignsPassTogether() {
        // While one waits for its delay of 7 s, the other is handled in 3 s.
        assertThat(estimate(11, UNLIMITED, new Other(11, BY_TURNS))).contains(NOON.plusSeconds(105));
        // Ten of them keep the number busy all the time.
        Other[] nine = new Other[9];
        Arrays.fill(nine, new Other(11, BY_TURNS));
        assertThat(estimate(11, UNLIMITED, nine)).contains(NOON.plusSeconds(327));
    }

    @Test
    void followUpsOfEverybodyWhoWaitsAreCounted() {
        Own own = new Own(NOON, 10, null, List.of(Duration.ofDays(2)), ALWAYS);

        assertThat(CampaignEstimate.of(own, PACE, limits(UNLIMITED, List.of()), List.of()))
                .contains(NOON.plus(Duration.ofDays(2)).plusSeconds(90));
    }

    @Test
    void theLastMessageIsNotExpectedBeforeItsTime() {
        Own own = new Own(NOON, 10, NOON.plus(Duration.ofHours(5)), List.of(), ALWAYS);

        assertThat(CampaignEstimate.of(own, PACE, limits(UNLIMITED, List.of()), List.of()))
                .contains(NOON.plus(Duration.ofHours(5)));
    }

    @Test
    void whatTheNumberHasSentAlreadyCounts() {
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sent.add(NOON.minusSeconds(60));
        }

        assertThat(CampaignEstimate.of(alone(1), PACE, limits(10, sent), List.of()))
                .contains(NOON.plusSeconds(3540));
    }

    /** The campaigns of a number, each served in its turn, go through the limiter one message after the other. */
    @Property(tries = 500)
    void isNeverEarlierThanServingTheCampaignsByTurns(
            @ForAll @IntRange(min = 1, max = 60) int waiting,
            @ForAll @Size(max = 4) List<@IntRange(max = 80) Integer> others,
            @ForAll @IntRange(min = 1, max = 20) int perHour) {
        Instant estimate = CampaignEstimate.of(
                        alone(waiting),
                        new Pace(Duration.ZERO, SECOND),
                        limits(perHour, List.of()),
                        others.stream().map(left -> new Other(left, BY_TURNS)).toList())
                .orElseThrow();

        assertThat(estimate)
                .isBetween(
                        byTurns(waiting, others, perHour),
                        byTurns(waiting, others, perHour).plus(Duration.ofHours(5)));
    }

    /** When the first campaign's last message goes; it has the first turn. */
    private static Instant byTurns(int waiting, List<Integer> others, int perHour) {
        SendWindow window = new SendWindow(List.of());
        List<Integer> left = new ArrayList<>(others);
        Instant next = NOON;
        Instant last = NOON;
        for (int i = 0; i < waiting; i++) {
            last = send(window, next, perHour);
            next = last.plus(SECOND);
            for (int other = 0; other < left.size(); other++) {
                if (left.get(other) > 0) {
                    left.set(other, left.get(other) - 1);
                    next = send(window, next, perHour).plus(SECOND);
                }
            }
        }
        return last;
    }

    private static Instant send(SendWindow window, Instant from, int perHour) {
        Instant at = from;
        while (window.check(at, perHour, UNLIMITED, ROME) instanceof Decision.Full(var reason, var free)) {
            at = free;
        }
        window.record(at);
        return at;
    }

    private static Optional<Instant> estimate(long waiting, int perHour, Other... others) {
        return CampaignEstimate.of(alone(waiting), PACE, limits(perHour, List.of()), List.of(others));
    }

    private static Own alone(long waiting) {
        return new Own(NOON, waiting, null, List.of(), ALWAYS);
    }

    private static Limits limits(int perHour, List<Instant> sent) {
        return new Limits(perHour, UNLIMITED, ROME, new SendWindow(sent));
    }

    private static long hour(Optional<Instant> finish) {
        return Duration.between(NOON, finish.orElseThrow()).toHours();
    }
}
