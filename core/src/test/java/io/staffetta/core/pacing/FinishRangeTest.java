package io.staffetta.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs whose pauses are really drawn, against the range that was told before and in the middle of them. */
class FinishRangeTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");
    private static final Delay DELAY = new Delay(Duration.ofSeconds(2), Duration.ofSeconds(6));
    private static final int CHARACTERS = 60;
    private static final int RUNS = 400;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void eightRunsOfTenEndWithinIt() {
        assertThat(runsThatEndWithin(300, 0, Duration.ZERO)).isBetween(RUNS * 72 / 100, RUNS * 88 / 100);
    }

    @Test
    void inTheMiddleOfARunItFollowsWhatTheNumberReallyTakes() {
        assertThat(runsThatEndWithin(300, 60, Duration.ofSeconds(2))).isBetween(RUNS * 72 / 100, RUNS * 88 / 100);
    }

    @Test
    void whatTheMachineAddsIsGuessedAtBeforeAnythingWasSent() {
        CampaignEstimate.Pace pace = new CampaignEstimate.Pace(SECOND, Duration.ZERO, Duration.ofMillis(100));

        FinishRange range = CampaignEstimate.range(own(NOON, 101), pace, Duration.ZERO, limits(List.of()), List.of())
                .orElseThrow();

        assertThat(range.likely()).isEqualTo(NOON.plusSeconds(110));
        assertThat(range.early()).isBefore(NOON.plusSeconds(100));
        assertThat(range.late()).isBetween(NOON.plusSeconds(120), NOON.plusSeconds(125));
    }

    @Test
    void burstsOfANumberWithoutPausesTellItsPace() {
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 480; i++) {
            sent.add(NOON.minusSeconds(6).plusSeconds(i / 80));
        }
        CampaignEstimate.Pace pace = new CampaignEstimate.Pace(Duration.ZERO, Duration.ZERO, Duration.ofMillis(5));

        FinishRange range = CampaignEstimate.range(own(NOON, 8_000), pace, Duration.ZERO, limits(sent), List.of())
                .orElseThrow();

        assertThat(Duration.between(NOON, range.likely())).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(105));
    }

    @Test
    void itsEndsAreInOrderAndItsMiddleIsTheEstimate() {
        FinishRange range = range(NOON, 300, List.of());

        assertThat(range.early()).isBefore(range.likely());
        assertThat(range.likely()).isBefore(range.late());
        assertThat(CampaignEstimate.of(own(NOON, 300), pace(), limits(List.of()), List.of()))
                .contains(range.likely());
    }

    @Test
    void aWaitForTheLimitIsNoPace() {
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(NOON.minusSeconds(9_000).plusSeconds(i * 24L));
            sent.add(NOON.minusSeconds(500).plusSeconds(i * 24L));
        }

        Duration left = Duration.between(NOON, range(NOON, 100, sent).likely());

        assertThat(left).isBetween(Duration.ofSeconds(99 * 23), Duration.ofSeconds(99 * 25));
    }

    @Test
    void whatWasSentMuchFasterThanThePausesAllowSaysNothing() {
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(NOON.minusSeconds(60).plusMillis(i * 100L));
        }

        assertThat(range(NOON, 100, sent)).isEqualTo(range(NOON, 100, List.of()));
    }

    @Test
    void nothingLeftIsDoneNow() {
        assertThat(range(NOON, 0, List.of())).isEqualTo(new FinishRange(NOON, NOON, NOON));
    }

    private static int runsThatEndWithin(int messages, int sentBefore, Duration overhead) {
        int within = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            HumanRhythm rhythm = new HumanRhythm(random);
            List<Instant> sent = new ArrayList<>();
            Instant at = NOON;
            for (int i = 0; i < sentBefore; i++) {
                sent.add(at);
                at = next(at, random, rhythm, overhead);
            }
            FinishRange told = range(at, messages, sent);
            // What else the machine has to do is another matter later on.
            double changed = Math.max(0, 1 + random.nextGaussian() / 2);
            Duration later = Duration.ofNanos(Math.round(changed * overhead.toNanos()));
            for (int i = 1; i < messages; i++) {
                at = next(at, random, rhythm, later);
            }
            within += at.isBefore(told.early()) || at.isAfter(told.late()) ? 0 : 1;
        }
        return within;
    }

    private static Instant next(Instant at, Random random, HumanRhythm rhythm, Duration overhead) {
        return at.plus(DELAY.draw(random)).plus(rhythm.draw(CHARACTERS).total()).plus(overhead);
    }

    private static FinishRange range(Instant now, int messages, List<Instant> sent) {
        Duration deviation = HumanRhythm.together(DELAY.deviation(), HumanRhythm.deviation(CHARACTERS));
        return CampaignEstimate.range(own(now, messages), pace(), deviation, limits(sent), List.of())
                .orElseThrow();
    }

    private static CampaignEstimate.Own own(Instant now, int messages) {
        return new CampaignEstimate.Own(now, messages, null, List.of(), BusinessHours.always(ROME));
    }

    private static CampaignEstimate.Pace pace() {
        return new CampaignEstimate.Pace(DELAY.mean(), HumanRhythm.mean(CHARACTERS));
    }

    private static CampaignEstimate.Limits limits(List<Instant> sent) {
        return new CampaignEstimate.Limits(SendWindow.UNLIMITED, SendWindow.UNLIMITED, ROME, new SendWindow(sent));
    }
}
