package io.staffetta.core.pacing;

import static io.staffetta.core.pacing.SendWindow.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.pacing.FinishEstimate.Batch;
import io.staffetta.core.pacing.FinishEstimate.Queue;
import io.staffetta.core.pacing.SendWindow.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FinishEstimateTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");
    private static final BusinessHours ALWAYS = BusinessHours.always(ROME);
    private static final Duration GAP = Duration.ofSeconds(10);

    record Case(
            Instant now,
            List<Batch> batches,
            Duration gap,
            List<Instant> sent,
            int perHour,
            int perDay,
            BusinessHours hours) {

        Optional<Instant> estimate() {
            return FinishEstimate.of(new Queue(now, batches, gap), new SendWindow(sent), perHour, perDay, ROME, hours);
        }

        /** One message after the other, by the rules that production uses. */
        Instant naive() {
            SendWindow window = new SendWindow(sent);
            Instant next = now;
            Instant last = now;
            for (Batch batch : new Queue(now, batches, gap).batches()) {
                next = next.isBefore(batch.due()) ? batch.due() : next;
                for (long i = 0; i < batch.messages(); i++) {
                    last = earliest(window, next);
                    window.record(last);
                    next = last.plus(gap);
                }
            }
            return last;
        }

        private Instant earliest(SendWindow window, Instant from) {
            Instant at = hours.nextOpening(from);
            while (window.check(at, perHour, perDay, ROME) instanceof Decision.Full(var reason, var free)) {
                at = hours.nextOpening(free);
            }
            return at;
        }
    }

    @Test
    void nothingToSendIsFinishedNow() {
        assertThat(estimate(0, 10, 50, ALWAYS)).contains(NOON);
    }

    @Test
    void aLimitOfZeroNeverFinishes() {
        assertThat(estimate(1, 0, 50, ALWAYS)).isEmpty();
        assertThat(estimate(1, 10, 0, ALWAYS)).isEmpty();
    }

    @Test
    void whatTakesMoreThanAHundredYearsIsNever() {
        assertThat(estimate(1_000_000, 1, 1, ALWAYS)).isEmpty();
        assertThat(estimate(Long.MAX_VALUE / 4, 1, UNLIMITED, ALWAYS)).isEmpty();
    }

    @Test
    void withoutLimitsOnlyTheGapCounts() {
        assertThat(estimate(1_000_001, UNLIMITED, UNLIMITED, ALWAYS)).contains(NOON.plus(GAP.multipliedBy(1_000_000)));
    }

    @Test
    void tenAnHourAndFiftyADayTakeADayForFifty() {
        assertThat(estimate(50, 10, 50, ALWAYS))
                .contains(NOON.plus(Duration.ofHours(4)).plus(GAP.multipliedBy(9)));
        assertThat(estimate(51, 10, 50, ALWAYS)).contains(Instant.parse("2026-06-10T22:00:00Z"));
    }

    @Test
    void aMillionMessagesTakeMillisecondsToEstimate() {
        BusinessHours office = new BusinessHours(true, 9, 18, ROME);
        for (int i = 0; i < 20; i++) {
            estimate(1_000_000, 10, 50, office);
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            assertThat(estimate(1_000_000, 10, 50, office)).isPresent();
            best = Math.min(best, System.nanoTime() - start);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(20));
    }

    @Property(tries = 1500)
    void agreesWithGoingThroughTheQueueOneByOne(@ForAll("cases") Case queue) {
        assertThat(queue.estimate()).contains(queue.naive());
    }

    private static Optional<Instant> estimate(long messages, int perHour, int perDay, BusinessHours hours) {
        return FinishEstimate.of(
                new Queue(NOON, List.of(new Batch(NOON, messages)), GAP),
                new SendWindow(List.of()),
                perHour,
                perDay,
                ROME,
                hours);
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Instant> now = Arbitraries.of("2026-03-27T12:34:56Z", "2026-10-23T21:59:00Z", "2026-06-10T10:00:00Z")
                .map(Instant::parse);
        Arbitrary<List<Batch>> batches = Combinators.combine(
                        Arbitraries.longs().between(0, 300_000),
                        Arbitraries.longs().between(0, 400))
                .as((seconds, messages) -> new Batch(NOON.plusSeconds(seconds - 3600), messages))
                .list()
                .ofMaxSize(3);
        Arbitrary<Duration> gap =
                Arbitraries.of(0, 1, 5, 10, 61, 360, 400, 3600, 5000, 90_000).map(Duration::ofSeconds);
        Arbitrary<List<Long>> ago =
                Arbitraries.longs().between(0, 90_000).list().ofMaxSize(20);
        Arbitrary<Integer> perHour = Arbitraries.of(1, 2, 3, 7, 10, 60, UNLIMITED);
        Arbitrary<Integer> perDay = Arbitraries.of(1, 2, 5, 20, 50, 240, 1000, UNLIMITED);
        Arbitrary<BusinessHours> hours = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 23),
                        Arbitraries.integers().between(0, 24),
                        Arbitraries.of("Europe/Rome", "America/Sao_Paulo", "Australia/Lord_Howe")
                                .map(ZoneId::of))
                .as(BusinessHours::new);
        return Combinators.combine(now, batches, gap, ago, perHour, perDay, hours)
                .as((at, queued, between, sent, hourly, daily, open) -> new Case(
                        at, queued, between, sent.stream().map(at::minusSeconds).toList(), hourly, daily, open));
    }
}
