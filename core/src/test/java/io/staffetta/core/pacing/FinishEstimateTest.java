package io.staffetta.core.pacing;

import static io.staffetta.core.pacing.SendWindow.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.pacing.FinishEstimate.Batch;
import io.staffetta.core.pacing.FinishEstimate.FollowUp;
import io.staffetta.core.pacing.FinishEstimate.Queue;
import io.staffetta.core.pacing.SendWindow.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
            return FinishEstimate.of(
                    new Queue(now, batches, gap, List.of()), new SendWindow(sent), perHour, perDay, ROME, hours);
        }

        /** One message after the other, by the rules that production uses. */
        Instant naive() {
            SendWindow window = new SendWindow(sent);
            Instant next = now;
            Instant last = now;
            for (Batch batch : new Queue(now, batches, gap, List.of()).batches()) {
                for (long i = 0; i < batch.messages(); i++) {
                    last = earliest(window, next.isBefore(batch.due()) ? batch.due() : next);
                    window.record(last);
                    next = last.plus(gap);
                }
            }
            return last;
        }

        long messages() {
            return batches.stream().mapToLong(Batch::messages).sum();
        }

        /** The same, each message followed by others. */
        Instant naive(List<Duration> afters) {
            SendWindow window = new SendWindow(sent);
            Instant next = now;
            List<Instant> left = new ArrayList<>();
            for (Batch batch : new Queue(now, batches, gap, List.of()).batches()) {
                for (long i = 0; i < batch.messages(); i++) {
                    next = send(window, next.isBefore(batch.due()) ? batch.due() : next, left);
                }
            }
            for (Duration after : afters) {
                List<Instant> followed = left;
                left = new ArrayList<>();
                for (Instant before : followed) {
                    Instant due = before.plus(after);
                    next = send(window, next.isBefore(due) ? due : next, left);
                }
            }
            return left.isEmpty() ? now : left.getLast();
        }

        private Instant send(SendWindow window, Instant from, List<Instant> left) {
            Instant at = earliest(window, from);
            window.record(at);
            left.add(at);
            return at.plus(gap);
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
    void whatIsDueLaterWithoutMessagesDelaysNobody() {
        Queue queue = new Queue(
                NOON,
                List.of(new Batch(NOON, 1), new Batch(NOON.plus(Duration.ofDays(1)), 0)),
                GAP,
                List.of(new FollowUp(Duration.ofHours(1), 1)));

        assertThat(FinishEstimate.of(queue, new SendWindow(List.of()), 10, 50, ROME, ALWAYS))
                .contains(NOON.plus(Duration.ofHours(1)));
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

    @Test
    void followUpsComeAfterWhatTheyFollow() {
        assertThat(followed(1, UNLIMITED, Duration.ofDays(2))).contains(NOON.plus(Duration.ofDays(2)));
        assertThat(followed(3, UNLIMITED, Duration.ofHours(1), Duration.ofHours(2)))
                .contains(NOON.plus(Duration.ofHours(3)).plus(GAP.multipliedBy(2)));
    }

    @Test
    void followUpsQueueUpBehindTheFirstMessages() {
        // Ten hours for the first messages, and ten for those that follow, long due by then.
        assertThat(followed(100, 10, Duration.ofHours(1)))
                .contains(NOON.plus(Duration.ofHours(19)).plus(GAP.multipliedBy(9)));
    }

    @Property(tries = 500)
    void followUpsAgreeWithGoingThroughThemOneByOne(
            @ForAll("cases") Case queue, @ForAll("afters") List<Duration> afters) {
        List<FollowUp> followUps = afters.stream()
                .map(after -> new FollowUp(after, queue.messages()))
                .toList();

        Instant estimate = FinishEstimate.of(
                        new Queue(queue.now, queue.batches, queue.gap, followUps),
                        new SendWindow(queue.sent),
                        queue.perHour,
                        queue.perDay,
                        ROME,
                        queue.hours)
                .orElseThrow();

        Instant truth = queue.naive(afters);
        assertThat(estimate).isBetween(truth.minus(Duration.ofDays(Math.max(1, afters.size()))), truth);
    }

    private static Optional<Instant> followed(long messages, int perHour, Duration... afters) {
        return FinishEstimate.of(
                new Queue(
                        NOON,
                        List.of(new Batch(NOON, messages)),
                        GAP,
                        Stream.of(afters)
                                .map(after -> new FollowUp(after, messages))
                                .toList()),
                new SendWindow(List.of()),
                perHour,
                UNLIMITED,
                ROME,
                ALWAYS);
    }

    @Provide
    Arbitrary<List<Duration>> afters() {
        return Arbitraries.of(1, 3_600, 90_000, 400_000)
                .map(Duration::ofSeconds)
                .list()
                .ofMaxSize(2);
    }

    private static Optional<Instant> estimate(long messages, int perHour, int perDay, BusinessHours hours) {
        return FinishEstimate.of(
                new Queue(NOON, List.of(new Batch(NOON, messages)), GAP, List.of()),
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
