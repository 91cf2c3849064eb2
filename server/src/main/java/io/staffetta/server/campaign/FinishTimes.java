package io.staffetta.server.campaign;

import com.github.benmanes.caffeine.cache.Ticker;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.CampaignEstimate;
import io.staffetta.core.pacing.FinishRange;
import io.staffetta.core.pacing.SendWindow;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.storage.SharedReads;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When campaigns will have sent everything, by going through their queues in thought under the limits of their numbers,
 * beside the other campaigns of these numbers. docs/finish-estimate.md says what is foreseen and what is not.
 */
@Component
public class FinishTimes {

    private static final List<Integer> NUMBERS = List.of(1, 2, 3);

    /** Messages to go; estimates of shorter campaigns are quick and change with each. */
    private static final int LONG = 500;

    private final BusinessTime businessTime;
    private final ExpectedPace pace;
    private final NumberPast past;
    private final CampaignQueues queues;
    private final Ticker ticker;
    private final SharedReads<Asked, Estimate> reads;

    /**
     * What an estimate is asked of.
     *
     * @param version of the campaign, as it was last changed
     * @param pace the hours among it may follow the user's own time zone
     * @param clock how far its clock is from ours, in minutes: one that was set has other ends
     */
    private record Asked(long campaign, int version, Campaign.Pace pace, Sender sender, long clock) {}

    private record Estimate(Optional<FinishRange> finish, boolean tookLong) {}

    @Autowired
    FinishTimes(SendLog sendLog, BusinessTime businessTime, JdbcClient jdbc) {
        this(sendLog, businessTime, jdbc, Ticker.systemTicker());
    }

    FinishTimes(SendLog sendLog, BusinessTime businessTime, JdbcClient jdbc, Ticker ticker) {
        this.businessTime = businessTime;
        this.pace = new ExpectedPace(businessTime);
        this.past = new NumberPast(sendLog, businessTime, ticker);
        this.queues = new CampaignQueues(jdbc);
        this.ticker = ticker;
        this.reads = new SharedReads<>(Estimate::tookLong, ticker);
    }

    /** When this campaign's last message will go, in business time; empty unless it is running. */
    public Optional<FinishRange> of(Campaign campaign) {
        return Optional.ofNullable(of(List.of(campaign)).get(campaign.id()));
    }

    /** The likely ends alone, by the campaigns' ids, of those that {@link #of} knows. */
    public Map<Long, Instant> likely(Collection<Campaign> campaigns) {
        Map<Long, Instant> ends = new HashMap<>();
        of(campaigns).forEach((id, finish) -> ends.put(id, finish.likely()));
        return ends;
    }

    /** The same for many campaigns of one user, by their ids; those without an estimate are absent. */
    public Map<Long, FinishRange> of(Collection<Campaign> campaigns) {
        Map<Campaign, Sender> running = new HashMap<>();
        for (Campaign campaign : campaigns) {
            Sender sender = campaign.sender();
            if (campaign.status() == CampaignStatus.RUNNING && sender != null) {
                running.put(campaign, sender);
            }
        }
        return estimates(running);
    }

    /** When this campaign would finish if it went on with this session from now on. */
    Optional<Instant> with(Campaign campaign, Sender sender) {
        return Optional.ofNullable(estimates(Map.of(campaign, sender)).get(campaign.id()))
                .map(FinishRange::likely);
    }

    /**
     * How long a campaign would take that started now, or when it is scheduled: from its own number, and from several
     * with the same limits. Empty without a session.
     *
     * @param planned when a draft is to start instead, in business time; null for now or as scheduled
     * @throws io.staffetta.core.Problem {@code schedule_too_far}
     */
    public Optional<Forecast> ahead(Campaign campaign, @Nullable Instant planned) {
        Sender sender = campaign.sender();
        if (sender == null) {
            return Optional.empty();
        }
        Instant now = businessTime.now(campaign.simulated());
        if (planned != null) {
            StartChecks.checkWithinReach(planned, now);
        }
        Instant scheduled = planned == null ? campaign.dates().scheduledAt() : planned;
        Instant start = scheduled == null || scheduled.isBefore(now) ? now : scheduled;
        int people = campaign.counts().pending();
        return Optional.of(new Forecast(
                people,
                people * (1L + campaign.content().followUps().steps().size()),
                start,
                NUMBERS.stream()
                        .map(numbers -> finish(campaign, sender, start, numbers))
                        .toList()));
    }

    private Forecast.Finish finish(Campaign campaign, Sender sender, Instant start, int numbers) {
        long share = Math.ceilDiv(campaign.counts().pending(), numbers);
        CampaignEstimate.Own own = new CampaignEstimate.Own(
                start,
                share,
                null,
                campaign.content().followUps().steps().stream()
                        .map(FollowUpPlan.Step::after)
                        .toList(),
                campaign.pace().hours());
        Set<Long> number = Set.of(sender.numberKey());
        Optional<Instant> end = CampaignEstimate.of(
                own,
                pace.of(campaign, sender),
                limits(sender.limits(), past.windows(Set.of(sender)).get(sender.numberKey())),
                others(
                        campaign,
                        queues.running(campaign.ownerId(), number).getOrDefault(sender.numberKey(), List.of())));
        ZoneId zone = sender.limits().zone();
        return new Forecast.Finish(
                numbers,
                end.orElse(null),
                end.map(at -> 1 + ChronoUnit.DAYS.between(day(start, zone), day(at, zone)))
                        .orElse(null));
    }

    private static LocalDate day(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate();
    }

    /** How many of the messages that wait in a campaign's queue follow one that was sent. */
    int followUps(Campaign campaign) {
        return campaign.content().followUps().steps().isEmpty() ? 0 : queues.followUps(campaign.laneId());
    }

    /** What this session's number may still send. */
    HandOver.Budget budget(Sender sender) {
        Instant now = businessTime.now(sender.simulated());
        SendWindow window = Objects.requireNonNull(past.windows(Set.of(sender)).get(sender.numberKey()));
        return new HandOver.Budget(
                window.roomThisHour(now, sender.limits().perHour()),
                window.roomToday(now, sender.limits().perDay(), sender.limits().zone()));
    }

    private Map<Long, FinishRange> estimates(Map<Campaign, Sender> wanted) {
        Map<Asked, Campaign> campaigns = new HashMap<>();
        wanted.forEach((campaign, sender) -> campaigns.put(asked(campaign, sender), campaign));
        Map<Long, FinishRange> finish = new HashMap<>();
        reads.of(campaigns.keySet(), missing -> workOut(missing, campaigns))
                .forEach((asked, estimate) -> estimate.finish().ifPresent(at -> finish.put(asked.campaign(), at)));
        return finish;
    }

    private Asked asked(Campaign campaign, Sender sender) {
        Duration ours = Duration.ofNanos(ticker.read());
        Instant its = businessTime.now(campaign.simulated()).minus(ours);
        return new Asked(
                campaign.id(), campaign.version(), campaign.pace(), sender, Math.floorDiv(its.getEpochSecond(), 60));
    }

    private Map<Asked, Estimate> workOut(Set<Asked> wanted, Map<Asked, Campaign> campaigns) {
        List<Campaign> all = wanted.stream().map(campaigns::get).toList();
        Set<Sender> senders = wanted.stream().map(Asked::sender).collect(Collectors.toSet());
        Map<Long, SendWindow> windows = past.about(senders);
        Map<Long, CampaignQueues.Ends> ends = queues.ends(all);
        Map<Long, List<CampaignQueues.Running>> running = queues.running(
                all.getFirst().ownerId(),
                senders.stream().map(Sender::numberKey).collect(Collectors.toSet()));
        Map<Asked, Estimate> estimates = new HashMap<>();
        for (Asked asked : wanted) {
            Campaign campaign = Objects.requireNonNull(campaigns.get(asked));
            Sender sender = asked.sender();
            Optional<FinishRange> finish = CampaignEstimate.range(
                    own(campaign, ends.get(campaign.laneId())),
                    pace.of(campaign, sender),
                    ExpectedPace.deviation(campaign, sender),
                    limits(sender.limits(), windows.get(sender.numberKey())),
                    others(campaign, running.getOrDefault(sender.numberKey(), List.of())));
            estimates.put(asked, new Estimate(finish, takesLong(campaign)));
        }
        return estimates;
    }

    /** Where the clock runs faster, an end could lie in the past two seconds later. */
    private boolean takesLong(Campaign campaign) {
        return campaign.counts().pending() >= LONG
                && businessTime.passing(campaign.simulated(), SharedReads.HOLDS).compareTo(SharedReads.HOLDS) <= 0;
    }

    private CampaignEstimate.Own own(Campaign campaign, CampaignQueues.@Nullable Ends ends) {
        List<Duration> followUps = campaign.content().followUps().steps().stream()
                .skip(ends == null ? 0 : ends.step())
                .map(FollowUpPlan.Step::after)
                .toList();
        return new CampaignEstimate.Own(
                businessTime.now(campaign.simulated()),
                campaign.counts().pending(),
                ends == null ? null : ends.lastDue(),
                followUps,
                campaign.pace().hours());
    }

    private static CampaignEstimate.Limits limits(Sender.Limits limits, @Nullable SendWindow sent) {
        return new CampaignEstimate.Limits(
                limits.perHour(), limits.perDay(), limits.zone(), sent == null ? new SendWindow(List.of()) : sent);
    }

    /** A campaign that may send in hours in which this one may not can be ahead with everything it has. */
    private static List<CampaignEstimate.Other> others(Campaign campaign, List<CampaignQueues.Running> running) {
        BusinessHours hours = campaign.pace().hours();
        return running.stream()
                .filter(other -> other.id() != campaign.id())
                .map(other -> new CampaignEstimate.Other(
                        other.waiting(),
                        hours.enabled() && !hours.equals(other.hours())
                                ? CampaignEstimate.Share.AHEAD
                                : CampaignEstimate.Share.BY_TURNS))
                .toList();
    }
}
