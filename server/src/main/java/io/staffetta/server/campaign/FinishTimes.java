package io.staffetta.server.campaign;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.FinishEstimate;
import io.staffetta.core.pacing.HumanRhythm;
import io.staffetta.core.pacing.SendWindow;
import io.staffetta.server.queue.SendLog;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When campaigns will have sent everything, by going through their queues in thought under the limits of their numbers.
 * What other campaigns send from the same number is not foreseen, nor are follow-ups that are not planned yet.
 */
@Component
public class FinishTimes {

    /** More than a calendar day, however long the clocks make it. */
    private static final Duration REMEMBERED = Duration.ofHours(26);

    /** The past of numbers with larger limits is left out: it changes little, and there may be very much of it. */
    private static final int LARGE_LIMIT = 10_000;

    static final String LAST_DUE = """
            select l.id, m.due_at from unnest(?::bigint[]) as l(id)
            cross join lateral (
                select m.due_at from message m where m.lane_id = l.id and m.parked = 0 and m.state = 'queued'
                order by m.due_at desc, m.id desc limit 1
            ) m
            """;

    private final SendLog sendLog;
    private final BusinessTime businessTime;
    private final JdbcClient jdbc;

    FinishTimes(SendLog sendLog, BusinessTime businessTime, JdbcClient jdbc) {
        this.sendLog = sendLog;
        this.businessTime = businessTime;
        this.jdbc = jdbc;
    }

    /** When this campaign's last message will go, in business time; empty unless it is running. */
    public Optional<Instant> of(Campaign campaign) {
        return Optional.ofNullable(of(List.of(campaign)).get(campaign.id()));
    }

    /** The same for many campaigns, by their ids; those without an estimate are absent. */
    public Map<Long, Instant> of(Collection<Campaign> campaigns) {
        List<Campaign> running = campaigns.stream()
                .filter(campaign -> campaign.status() == CampaignStatus.RUNNING)
                .toList();
        Set<Sender> senders = running.stream()
                .map(Campaign::sender)
                .flatMap(sender -> Optional.ofNullable(sender).stream())
                .collect(Collectors.toSet());
        Map<Long, SendWindow> windows = windows(senders);
        Map<Long, Instant> lastDue = lastDue(running);
        Map<Long, Instant> finish = new HashMap<>();
        for (Campaign campaign : running) {
            Sender sender = campaign.sender();
            if (sender != null) {
                estimate(campaign, sender, windows.get(sender.numberKey()), lastDue.get(campaign.laneId()))
                        .ifPresent(at -> finish.put(campaign.id(), at));
            }
        }
        return finish;
    }

    /** When this campaign would finish if it went on with this session from now on. */
    Optional<Instant> with(Campaign campaign, Sender sender) {
        return estimate(
                campaign,
                sender,
                windows(Set.of(sender)).get(sender.numberKey()),
                lastDue(List.of(campaign)).get(campaign.laneId()));
    }

    /** What this session's number may still send. */
    HandOver.Budget budget(Sender sender) {
        Instant now = businessTime.now(sender.simulated());
        SendWindow window = new SendWindow(past(Set.of(sender)).getOrDefault(sender.numberKey(), List.of()));
        return new HandOver.Budget(
                window.roomThisHour(now, sender.limits().perHour()),
                window.roomToday(now, sender.limits().perDay(), sender.limits().zone()));
    }

    private Optional<Instant> estimate(
            Campaign campaign, Sender sender, @Nullable SendWindow window, @Nullable Instant lastDue) {
        Instant now = businessTime.now(campaign.simulated());
        int pending = campaign.counts().pending();
        List<FinishEstimate.Batch> batches = pending > 0 && lastDue != null && lastDue.isAfter(now)
                ? List.of(new FinishEstimate.Batch(now, pending - 1L), new FinishEstimate.Batch(lastDue, 1))
                : List.of(new FinishEstimate.Batch(now, pending));
        Sender.Limits limits = sender.limits();
        return FinishEstimate.of(
                new FinishEstimate.Queue(now, batches, gap(campaign, limits)),
                window == null ? new SendWindow(List.of()) : window,
                limits.perHour(),
                limits.perDay(),
                limits.zone(),
                campaign.pace().hours());
    }

    private static Duration gap(Campaign campaign, Sender.Limits limits) {
        Duration message = campaign.pace().messageDelay().mean();
        Duration contact = campaign.pace().contactDelay().mean();
        Duration delay = message.compareTo(contact) < 0 ? contact : message;
        Template template = campaign.content().template();
        int characters = template == null ? 0 : template.source().length();
        return limits.human() ? delay.plus(HumanRhythm.mean(characters)) : delay;
    }

    private Map<Long, SendWindow> windows(Set<Sender> senders) {
        Set<Sender> limited = senders.stream()
                .filter(sender ->
                        Math.max(sender.limits().perHour(), sender.limits().perDay()) <= LARGE_LIMIT)
                .collect(Collectors.toSet());
        Map<Long, SendWindow> windows = new HashMap<>();
        past(limited).forEach((number, times) -> windows.put(number, new SendWindow(times)));
        return windows;
    }

    private Map<Long, List<Instant>> past(Set<Sender> senders) {
        Map<Long, List<Instant>> past = new HashMap<>();
        for (boolean simulated : new boolean[] {true, false}) {
            Set<Long> numbers = senders.stream()
                    .filter(sender -> sender.simulated() == simulated)
                    .map(Sender::numberKey)
                    .collect(Collectors.toSet());
            if (!numbers.isEmpty()) {
                past.putAll(sendLog.since(numbers, businessTime.now(simulated).minus(REMEMBERED)));
            }
        }
        return past;
    }

    /** When the last messages that wait are due, by lane; one step back into the index for each. */
    private Map<Long, Instant> lastDue(List<Campaign> campaigns) {
        Map<Long, Instant> due = new HashMap<>();
        jdbc.sql(LAST_DUE)
                .param(campaigns.stream().map(Campaign::laneId).toArray(Long[]::new))
                .query(row -> {
                    due.put(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                });
        return due;
    }
}
