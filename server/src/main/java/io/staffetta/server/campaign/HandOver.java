package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.HaltPoint;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.LaneMove;
import io.staffetta.server.queue.Lanes;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Hands what a campaign still has to send to another number, also while it is running. One short transaction over the
 * campaign's lane, however many messages wait: after it nothing more leaves from the old number but what its engine holds
 * already. Sent messages stay as they are, the campaign's status too; a delay that was as usual is as usual for the new
 * number ({@link UsualPace}). Thread-safe.
 */
@Component
public class HandOver {

    private final CampaignRefs refs;
    private final CampaignStore store;
    private final HandOverChecks checks;
    private final Lanes lanes;
    private final FinishTimes finishTimes;
    private final EventLog events;
    private final Audit audit;
    private final Halts halts;
    private final Dispatcher dispatcher;
    private final TransactionOperations transaction;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final HandOverLog log = new HandOverLog();

    HandOver(
            CampaignRefs refs,
            CampaignStore store,
            HandOverChecks checks,
            Lanes lanes,
            FinishTimes finishTimes,
            EventLog events,
            Audit audit,
            Halts halts,
            Dispatcher dispatcher,
            TransactionOperations transaction,
            JdbcClient jdbc,
            Clock clock) {
        this.refs = refs;
        this.store = store;
        this.checks = checks;
        this.lanes = lanes;
        this.finishTimes = finishTimes;
        this.events = events;
        this.audit = audit;
        this.halts = halts;
        this.dispatcher = dispatcher;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What a change of number did.
     *
     * @param campaign as it is after the change
     * @param from the session it sent from, or null if that was deleted
     * @param inFlight messages that the old number's engine holds; they end there, and count as pending until they have
     */
    public record Changed(Campaign campaign, @Nullable Sender from, Sender to, int inFlight) {

        /** Messages without an end, those in flight included. */
        public int pendingMessages() {
            return campaign.counts().pending();
        }
    }

    /**
     * What a change of number would do.
     *
     * @param wouldMove messages that would go from the new number
     * @param followUps how many of these follow a message that was sent
     * @param stays messages that have left the queue, whatever became of them
     * @param inFlight messages that the old number's engine holds now
     * @param newFinish when the last one would go, or null if that cannot be said
     */
    public record Outlook(
            int wouldMove,
            int followUps,
            int stays,
            int inFlight,
            @Nullable Instant newFinish,
            Budget remainingBudget) {}

    /** How many more messages a number's limits leave room for, in these 60 minutes and today. */
    public record Budget(int hour, int day) {}

    /**
     * Changes the number. The checks come in the documented order.
     *
     * @param sessionId the user's session to go on with
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code new_session_required}, {@code new_session_not_found},
     *     {@code new_session_not_active} with {@code sessionStatus} and {@code sessionNumber},
     *     {@code new_session_is_current}, {@code campaign_ended}, {@code simulated_mix}; and what a start with the new
     *     session would be refused for
     */
    public Changed change(Caller caller, String name, @Nullable String sessionId, @Nullable Set<Integer> expected) {
        log.asked(name);
        long id = refs.resolve(caller.ownerId(), name);
        checks.approve(known(caller, id), sessionId);
        try {
            Changed changed = Objects.requireNonNull(
                    transaction.execute(status -> changeLocked(caller, id, sessionId, expected)));
            dispatcher.laneChanged(changed.campaign().laneId());
            log.done(changed);
            return changed;
        } catch (DataIntegrityViolationException sessionDeletedMeanwhile) {
            throw HandOverChecks.notFound();
        }
    }

    private Changed changeLocked(Caller caller, long id, @Nullable String sessionId, @Nullable Set<Integer> expected) {
        lanes.lock(lanes.ofCampaign(id));
        Campaign before = known(caller, id);
        log.found(before);
        CampaignRules.checkVersion(before, expected);
        Sender to = checks.check(before, sessionId);
        LaneMove move = lanes.move(before.laneId(), to.pk());
        adapt(before, to);
        events.append(event(before, to, move));
        audit.record(
                caller,
                "campaign.change_session",
                "campaign:" + before.publicId(),
                Map.of(
                        "from", before.sender() == null ? "" : before.sender().id(),
                        "to", to.id(),
                        "inFlight", move.inFlight()));
        halts.pass(HaltPoint.INSIDE_CHANGE);
        Campaign after = known(caller, id);
        return new Changed(after, before.sender(), to, move.inFlight());
    }

    /** What was wrong with the number before is not wrong with this one, and what was usual for it may not be here. */
    private void adapt(Campaign before, Sender to) {
        Optional<Delay> usual = UsualPace.instead(before.pace().messageDelay(), before.sender(), to);
        jdbc.sql("""
                update campaign set updated_at = :now, version = version + 1,
                    message_delay_min_ms = coalesce(:min, message_delay_min_ms),
                    message_delay_max_ms = coalesce(:max, message_delay_max_ms),
                    status_reason = case when status_reason ~ '^(session|template)_' then null else status_reason end
                where owner_id = :owner and id = :id
                """)
                .param("now", CampaignRows.utc(clock.instant()))
                .param("min", usual.map(delay -> delay.min().toMillis()).orElse(null))
                .param("max", usual.map(delay -> delay.max().toMillis()).orElse(null))
                .param("owner", before.ownerId())
                .param("id", before.id())
                .update();
    }

    private Event event(Campaign campaign, Sender to, LaneMove move) {
        String detail = "{\"oldSessionPk\":" + move.oldSessionPk() + ",\"inFlight\":" + move.inFlight() + "}";
        return new Event(
                clock.instant(),
                campaign.ownerId(),
                Event.Kind.CAMPAIGN,
                "session_changed",
                null,
                campaign.id(),
                to.pk(),
                campaign.laneId(),
                null,
                null,
                null,
                detail);
    }

    /**
     * Says what a change would do; changes nothing.
     *
     * @throws Problem as {@link #change}
     */
    public Outlook dryRun(Caller caller, String name, @Nullable String sessionId) {
        long id = refs.resolve(caller.ownerId(), name);
        Campaign campaign = known(caller, id);
        Sender to = checks.check(campaign, sessionId);
        checks.approve(campaign, sessionId);
        int inFlight = Optional.ofNullable(campaign.sender())
                .map(from -> lanes.inFlight(campaign.laneId(), from.pk()))
                .orElse(0);
        int pending = campaign.counts().pending();
        return new Outlook(
                Math.max(0, pending - inFlight),
                finishTimes.followUps(campaign),
                campaign.counts().total() - pending,
                inFlight,
                finishTimes.with(campaign, to).orElse(null),
                finishTimes.budget(to));
    }

    private Campaign known(Caller caller, long id) {
        return store.find(caller.ownerId(), id).orElseThrow(CampaignStore::notFound);
    }
}
