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
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NumberWindowTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");
    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");

    @Test
    void theStricterOfTwoSessionsCountsForWhatTheNumberSends() {
        NumberWindow window = window(new NumberLimits(10, 50, ROME), new NumberLimits(2, 50, ROME));
        window.record(NOON);
        assertThat(window.check(NOON, 0)).isInstanceOf(Decision.Free.class);

        window.record(NOON);

        assertThat(window.check(NOON, 0))
                .isEqualTo(new Decision.Full(WaitReason.RATE_LIMIT, NOON.plus(Duration.ofHours(1))));
        assertThat(window.room(NOON, 0)).isZero();
    }

    @Test
    void eachSessionsDayIsThatOfItsOwnZone() {
        NumberWindow window = window(new NumberLimits(10, 1, ROME), new NumberLimits(10, 1, LISBON));
        window.record(NOON);

        assertThat(window.check(Instant.parse("2026-06-10T22:30:00Z"), 0))
                .isEqualTo(new Decision.Full(WaitReason.DAILY_CAP, Instant.parse("2026-06-10T23:00:00Z")));
    }

    @Test
    void whatIsOnItsWayTakesItsPlaceAlready() {
        NumberWindow window = window(new NumberLimits(2, UNLIMITED, ROME));
        window.record(NOON);

        assertThat(window.check(NOON, 1)).isInstanceOf(Decision.Full.class);
        window.giveBack(NOON);
        assertThat(window.check(NOON, 1)).isInstanceOf(Decision.Free.class);
        assertThat(window.room(NOON, 1)).isOne();
    }

    @Test
    void otherLimitsAreOtherLimits() {
        NumberLimits ten = new NumberLimits(10, 50, ROME);
        NumberLimits five = new NumberLimits(5, 50, ROME);

        assertThat(window(ten, five).holds(Set.of(five, ten))).isTrue();
        assertThat(window(ten).holds(Set.of(ten, five))).isFalse();
        assertThat(window(ten, five).holds(Set.of(ten))).isFalse();
    }

    /** However the clock jumps: no 60 minutes, and no day of either zone, hold more than either session allows. */
    @Property(tries = 300)
    void noWindowOfEitherSessionIsEverOverItsLimit(
            @ForAll @IntRange(min = 1, max = 6) int hourOfOne,
            @ForAll @IntRange(min = 1, max = 6) int hourOfOther,
            @ForAll @IntRange(min = 1, max = 12) int day,
            @ForAll @Size(max = 120) List<@LongRange(min = -2_000, max = 3_000) Long> steps) {
        NumberLimits one = new NumberLimits(hourOfOne, day, ROME);
        NumberLimits other = new NumberLimits(hourOfOther, UNLIMITED, LISBON);
        NumberWindow window = window(one, other);
        List<Instant> sent = new ArrayList<>();
        Instant now = NOON;
        for (long step : steps) {
            now = now.plusSeconds(step);
            if (window.check(now, 0) instanceof Decision.Free) {
                window.record(now);
                sent.add(now);
            }
        }
        for (Instant end : sent) {
            long inHour = sent.stream()
                    .filter(at -> !at.isAfter(end) && at.isAfter(end.minus(Duration.ofHours(1))))
                    .count();
            long inDay = sent.stream()
                    .filter(at -> at.atZone(ROME)
                            .toLocalDate()
                            .equals(end.atZone(ROME).toLocalDate()))
                    .count();
            assertThat(inHour).isLessThanOrEqualTo(Math.min(hourOfOne, hourOfOther));
            assertThat(inDay).isLessThanOrEqualTo(day);
        }
    }

    private static NumberWindow window(NumberLimits... limits) {
        return new NumberWindow(Set.of(limits), List.of());
    }
}
