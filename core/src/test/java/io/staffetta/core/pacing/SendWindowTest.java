package io.staffetta.core.pacing;

import static io.staffetta.core.pacing.SendWindow.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.SendWindow.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SendWindowTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");
    private static final Decision FREE = new Decision.Free();

    private final SendWindow window = new SendWindow(List.of());

    @Test
    void anEntryCountsUntilItIsExactlySixtyMinutesOld() {
        window.record(NOON);
        Instant leaves = NOON.plus(Duration.ofMinutes(60));

        assertThat(window.check(leaves.minusNanos(1), 1, 50, ROME)).isEqualTo(full(WaitReason.RATE_LIMIT, leaves));
        assertThat(window.check(leaves, 1, 50, ROME)).isEqualTo(FREE);
    }

    @Test
    void theDayStartsAnewAtMidnightOfTheNumbersZone() {
        window.record(NOON);
        Instant midnight = Instant.parse("2026-06-10T22:00:00Z");

        assertThat(window.check(NOON.plus(Duration.ofHours(2)), 10, 1, ROME))
                .isEqualTo(full(WaitReason.DAILY_CAP, midnight));
        assertThat(window.check(midnight, 10, 1, ROME)).isEqualTo(FREE);
    }

    @Test
    void aDayOfTwentyFiveHoursLastsTwentyFiveHours() {
        Instant morning = Instant.parse("2026-10-24T22:00:00Z");
        window.record(morning);

        assertThat(window.check(morning.plus(Duration.ofHours(24)), 10, 1, ROME))
                .isEqualTo(full(WaitReason.DAILY_CAP, morning.plus(Duration.ofHours(25))));
    }

    @Test
    void justBeforeMidnightTheNextChanceWaitsForTheHourToo() {
        Instant late = Instant.parse("2026-06-10T21:50:00Z");
        window.record(late);

        assertThat(window.check(late, 1, 1, ROME))
                .isEqualTo(full(WaitReason.DAILY_CAP, late.plus(Duration.ofHours(1))));
    }

    @Test
    void aLimitOfZeroNeverLetsAnythingGo() {
        assertThat(window.check(NOON, 0, 50, ROME)).isEqualTo(full(WaitReason.RATE_LIMIT, SendWindow.NEVER));
        assertThat(window.check(NOON, 10, 0, ROME)).isEqualTo(full(WaitReason.DAILY_CAP, SendWindow.NEVER));
    }

    @Test
    void aSlotGivenBackIsFreeAgain() {
        window.record(NOON);
        window.giveBack(NOON);
        window.giveBack(NOON);

        assertThat(window.check(NOON, 1, 1, ROME)).isEqualTo(FREE);
    }

    @Test
    void aClockSetBackOpensNoWindow() {
        window.record(NOON);

        assertThat(window.check(NOON.minus(Duration.ofDays(3)), 1, 50, ROME))
                .isEqualTo(full(WaitReason.RATE_LIMIT, NOON.plus(Duration.ofHours(1))));
    }

    @Test
    void aClockThatLeapsForwardAndReturnsOpensNoWindow() {
        window.record(NOON);
        assertThat(window.check(NOON.plus(Duration.ofDays(400)), 1, 50, ROME)).isEqualTo(FREE);

        assertThat(window.check(NOON.plusSeconds(1), 1, 50, ROME)).isInstanceOf(Decision.Full.class);
    }

    @Test
    void withoutLimitsNothingIsRemembered() {
        assertThat(window.check(NOON, UNLIMITED, UNLIMITED, ROME)).isEqualTo(FREE);
        for (int i = 0; i < 1000; i++) {
            window.record(NOON);
        }

        assertThat(window.entries()).isEmpty();
        assertThat(window.forgetful()).isTrue();
    }

    @Test
    void aLimitSetOnAForgetfulWindowWaits() {
        window.check(NOON, UNLIMITED, UNLIMITED, ROME);
        window.record(NOON);

        assertThat(window.check(NOON, 10, UNLIMITED, ROME))
                .isEqualTo(full(WaitReason.RATE_LIMIT, NOON.plus(Duration.ofHours(1))));
        assertThat(window.roomThisHour(NOON, 10)).isZero();
    }

    @Test
    void whatNoLongerCountsIsForgotten() {
        for (int day = 0; day < 100; day++) {
            Instant now = NOON.plus(Duration.ofDays(day));
            for (int i = 0; i < 10; i++) {
                window.record(now);
            }
            window.check(now, 10, 20, ROME);
        }

        assertThat(window.entries()).hasSizeLessThan(70);
    }

    @Test
    void whatIsGivenBackAfterTheClockWasAheadLeavesTheRestCounted() {
        for (int second = 0; second < 3; second++) {
            window.record(NOON.plusSeconds(second));
        }
        window.check(NOON.plus(Duration.ofDays(2)), 2, 50, ROME);
        window.giveBack(NOON.plusSeconds(2));

        assertThat(window.check(NOON.plusSeconds(3), 2, 50, ROME)).isInstanceOf(Decision.Full.class);
    }

    @Property
    void decidesAsPlainCountingDoes(
            @ForAll @Size(max = 30) List<@LongRange(min = -200_000, max = 200_000) Long> seconds,
            @ForAll @IntRange(min = 1, max = 12) int perHour,
            @ForAll @IntRange(min = 1, max = 12) int perDay) {
        List<Instant> past = seconds.stream().map(NOON::plusSeconds).toList();
        SendWindow remembered = new SendWindow(past);
        long lastHour = past.stream()
                .filter(at -> Duration.between(at, NOON).compareTo(Duration.ofHours(1)) < 0)
                .count();
        Instant midnight = Instant.parse("2026-06-09T22:00:00Z");
        long today = past.stream().filter(at -> !at.isBefore(midnight)).count();

        assertThat(remembered.check(NOON, perHour, perDay, ROME).equals(FREE))
                .isEqualTo(lastHour < perHour && today < perDay);
        assertThat(remembered.roomThisHour(NOON, perHour)).isEqualTo((int) Math.max(0, perHour - lastHour));
        assertThat(remembered.roomToday(NOON, perDay, ROME)).isEqualTo((int) Math.max(0, perDay - today));
    }

    @Property
    void theNextChanceIsTheFirst(
            @ForAll @Size(max = 30) List<@LongRange(min = -100_000, max = 100_000) Long> seconds,
            @ForAll @IntRange(min = 1, max = 5) int perHour,
            @ForAll @IntRange(min = 1, max = 5) int perDay) {
        SendWindow remembered =
                new SendWindow(seconds.stream().map(NOON::plusSeconds).toList());

        if (remembered.check(NOON, perHour, perDay, ROME) instanceof Decision.Full(var reason, var next)) {
            assertThat(remembered.check(next, perHour, perDay, ROME)).isEqualTo(FREE);
            assertThat(remembered.check(next.minusNanos(1000), perHour, perDay, ROME))
                    .isInstanceOf(Decision.Full.class);
        }
    }

    @Property(tries = 200)
    void noHourAndNoDayIsEverOverItsLimitWhateverTheClockDoes(
            @ForAll @Size(min = 50, max = 300) List<@LongRange(min = -5_000, max = 6_000) Long> steps,
            @ForAll @IntRange(min = 1, max = 4) int perHour,
            @ForAll @IntRange(min = 1, max = 20) int perDay) {
        List<Instant> sent = new ArrayList<>();
        Instant now = NOON;
        for (long step : steps) {
            now = now.plusSeconds(step);
            if (window.check(now, perHour, perDay, ROME).equals(FREE)) {
                window.record(now);
                sent.add(now);
            }
        }

        for (Instant from : sent) {
            assertThat(sent)
                    .filteredOn(at -> !at.isBefore(from) && at.isBefore(from.plus(Duration.ofHours(1))))
                    .hasSizeLessThanOrEqualTo(perHour);
            assertThat(sent)
                    .filteredOn(at -> at.atZone(ROME)
                            .toLocalDate()
                            .equals(from.atZone(ROME).toLocalDate()))
                    .hasSizeLessThanOrEqualTo(perDay);
        }
    }

    private static Decision full(WaitReason reason, Instant next) {
        return new Decision.Full(reason, next);
    }
}
