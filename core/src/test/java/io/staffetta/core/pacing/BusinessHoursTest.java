package io.staffetta.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BusinessHoursTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final BusinessHours OFFICE = new BusinessHours(true, 9, 18, ROME);

    @Test
    void theEndHourIsOutside() {
        assertThat(OFFICE.open(Instant.parse("2026-06-10T07:00:00Z"))).isTrue();
        assertThat(OFFICE.open(Instant.parse("2026-06-10T15:59:59Z"))).isTrue();
        assertThat(OFFICE.open(Instant.parse("2026-06-10T16:00:00Z"))).isFalse();
    }

    @Test
    void hoursMayRunOvernight() {
        BusinessHours night = new BusinessHours(true, 22, 6, ROME);

        assertThat(night.open(Instant.parse("2026-06-10T21:00:00Z"))).isTrue();
        assertThat(night.open(Instant.parse("2026-06-10T03:59:00Z"))).isTrue();
        assertThat(night.nextOpening(Instant.parse("2026-06-10T04:00:00Z")))
                .isEqualTo(Instant.parse("2026-06-10T20:00:00Z"));
    }

    @Test
    void startingAndEndingTogetherMeansTheWholeDay() {
        assertThat(new BusinessHours(true, 9, 9, ROME).open(Instant.parse("2026-06-10T02:00:00Z")))
                .isTrue();
    }

    @Test
    void hoursThatAreOffAreAlwaysOpen() {
        Instant night = Instant.parse("2026-06-10T02:00:00Z");

        assertThat(new BusinessHours(false, 9, 18, ROME).nextOpening(night)).isEqualTo(night);
        assertThat(BusinessHours.always(ROME).nextClosing(night)).isEqualTo(Instant.MAX);
    }

    @Test
    void openingFollowsTheWallClockOverTheChangeToSummerTime() {
        assertThat(OFFICE.nextOpening(Instant.parse("2026-03-28T17:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T07:00:00Z"));
    }

    @Test
    void anHourThatSpringSkipsDoesNotOpen() {
        BusinessHours skipped = new BusinessHours(true, 2, 3, ROME);

        assertThat(skipped.nextOpening(Instant.parse("2026-03-28T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
    }

    @Test
    void anHourThatAutumnRepeatsIsOpenTwice() {
        BusinessHours repeated = new BusinessHours(true, 2, 3, ROME);

        assertThat(repeated.open(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(repeated.open(Instant.parse("2026-10-25T01:30:00Z"))).isTrue();
        assertThat(repeated.nextClosing(Instant.parse("2026-10-25T00:30:00Z")))
                .isEqualTo(Instant.parse("2026-10-25T02:00:00Z"));
    }

    @Test
    void hoursThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new BusinessHours(true, 9, 25, ROME))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid_hours"));
    }

    @Property(tries = 300)
    void opensAndClosesAsMinuteByMinuteWatchingSays(
            @ForAll("moments") Instant from,
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(max = 23) int start,
            @ForAll @IntRange(max = 24) int end) {
        BusinessHours hours = new BusinessHours(true, start, end, zone);

        assertThat(hours.nextOpening(from)).isEqualTo(watch(hours, from, true));
        if ((end - start) % 24 != 0) {
            assertThat(hours.nextClosing(from)).isEqualTo(watch(hours, from, false));
        }
    }

    private static Instant watch(BusinessHours hours, Instant from, boolean open) {
        Instant at = from;
        while (hours.open(at) != open) {
            at = at.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
        }
        return at;
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("Europe/Rome", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
                .map(ZoneId::of);
    }

    /** Close to changes of the clock more often than not. */
    @Provide
    Arbitrary<Instant> moments() {
        Arbitrary<Instant> changes = Arbitraries.of(
                        "2026-03-29T01:00:00Z",
                        "2026-10-25T01:00:00Z",
                        "2026-10-03T15:30:00Z",
                        "2026-04-04T15:00:00Z",
                        "2018-11-04T03:00:00Z",
                        "2018-02-18T02:00:00Z",
                        "2026-07-01T00:00:00Z")
                .map(Instant::parse);
        Arbitrary<Long> around = Arbitraries.longs().between(-100_000, 100_000);
        return changes.flatMap(change -> around.map(change::plusSeconds));
    }
}
