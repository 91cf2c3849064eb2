package io.staffetta.core.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a campaign will have sent everything: what waits, the follow-ups that this will bring, and meanwhile what other
 * campaigns send from the same number. A number gives its campaigns their turns one after the other, so until this one is
 * done, each of the others sends as many messages as this one, or all it has if that is less. Nobody is expected to
 * answer, which would spare follow-ups: the estimate is rather late than early.
 */
public final class CampaignEstimate {

    /** A pace is told from this many of the last sends, or fewer: the past may be left out before them. */
    public static final int MOST_LOOKED_AT = 500;

    private CampaignEstimate() {}

    /**
     * What the campaign has to send.
     *
     * @param waiting messages that are planned and have not left
     * @param lastDue when the last of them may go, or null if all may go now
     * @param followUps how long after a message its follow-up goes, for each that everybody who waits is still to get
     * @param hours when the campaign sends
     */
    public record Own(
            Instant now, long waiting, @Nullable Instant lastDue, List<Duration> followUps, BusinessHours hours) {

        /** Copies what could change. */
        public Own {
            followUps = List.copyOf(followUps);
        }

        private long total() {
            return waiting * (1 + followUps.size());
        }
    }

    /**
     * How fast a number sends.
     *
     * @param delay the campaign's own, from one of its messages to the next
     * @param handling how long one message keeps the number busy: reading, waiting, typing
     * @param machine what engine and machine are expected to add to each message before anything of it was seen
     */
    public record Pace(Duration delay, Duration handling, Duration machine) {

        /** Where engine and machine add nothing. */
        public Pace(Duration delay, Duration handling) {
            this(delay, handling, Duration.ZERO);
        }
    }

    /**
     * What the number's limits are and what counts for them.
     *
     * @param sent what the number has sent
     */
    public record Limits(int perHour, int perDay, ZoneId zone, SendWindow sent) {}

    /**
     * Another campaign of the number.
     *
     * @param waiting messages that are planned and have not left
     * @param taken how it shares the number
     */
    public record Other(long waiting, Share taken) {}

    /** How another campaign shares the number. */
    public enum Share {
        /** It sends by turns with this one. */
        BY_TURNS,
        /** It may send while this one must not, so everything it has may go before. */
        AHEAD
    }

    /** When the last message goes; now, if none waits; empty if that is never or too far away to say. */
    public static Optional<Instant> of(Own own, Pace pace, Limits limits, List<Other> others) {
        if (own.waiting <= 0) {
            return Optional.of(own.now);
        }
        long ahead = ahead(own, others);
        return finish(own, limits, ahead, gap(pace, own.total(), own.total() + ahead));
    }

    private static Optional<Instant> finish(Own own, Limits limits, long ahead, Duration gap) {
        List<FinishEstimate.FollowUp> followUps = own.followUps.stream()
                .map(after -> new FinishEstimate.FollowUp(after, own.waiting))
                .toList();
        return FinishEstimate.of(
                new FinishEstimate.Queue(own.now, batches(own, own.waiting + ahead), gap, followUps),
                limits.sent,
                limits.perHour,
                limits.perDay,
                limits.zone,
                own.hours);
    }

    /**
     * Between when and when the last message goes, as the random pauses fall and by what the number really took of late;
     * empty where {@link #of} is.
     *
     * @param deviation of the time from one send to the next, as the rules draw it
     */
    public static Optional<FinishRange> range(
            Own own, Pace pace, Duration deviation, Limits limits, List<Other> others) {
        if (own.waiting <= 0) {
            return Optional.of(new FinishRange(own.now, own.now, own.now));
        }
        long ahead = ahead(own, others);
        GapForecast gaps = GapForecast.of(
                gap(pace, own.total(), own.total() + ahead),
                new GapForecast.Unknown(deviation, pace.machine),
                limits.sent.entries(),
                own.total() + ahead);
        // A later gap never makes an earlier end: the three are in order.
        return finish(own, limits, ahead, gaps.late())
                .flatMap(late -> finish(own, limits, ahead, gaps.likely())
                        .flatMap(likely -> finish(own, limits, ahead, gaps.early())
                                .map(early -> new FinishRange(early, likely, late))));
    }

    private static List<FinishEstimate.Batch> batches(Own own, long messages) {
        return own.lastDue == null || !own.lastDue.isAfter(own.now)
                ? List.of(new FinishEstimate.Batch(own.now, messages))
                : List.of(new FinishEstimate.Batch(own.now, messages - 1), new FinishEstimate.Batch(own.lastDue, 1));
    }

    private static long ahead(Own own, List<Other> others) {
        long ahead = 0;
        for (Other other : others) {
            ahead += switch (other.taken) {
                case BY_TURNS -> Math.min(other.waiting, own.total());
                case AHEAD -> other.waiting;
            };
        }
        return ahead;
    }

    /** Between any two sends of the number: it never rests for a delay of this campaign while it serves another. */
    private static Duration gap(Pace pace, long own, long all) {
        Duration busy = pace.handling.plus(pace.machine);
        Duration alone = pace.delay.plus(busy);
        Duration shared = own == all ? alone : alone.multipliedBy(own).dividedBy(all);
        return shared.compareTo(busy) < 0 ? busy : shared;
    }
}
