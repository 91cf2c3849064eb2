package io.staffetta.server.campaign;

import static io.staffetta.core.campaign.CampaignStatus.DRAFT;
import static io.staffetta.core.campaign.CampaignStatus.PAUSED;
import static io.staffetta.core.campaign.CampaignStatus.RUNNING;
import static io.staffetta.core.campaign.CampaignStatus.SCHEDULED;

import io.staffetta.core.Problem;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Caller;
import io.staffetta.server.dispatch.Dispatcher;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts, pauses, resumes, stops and schedules campaigns. What it answers holds: after a pause has returned nothing more
 * is handed to an engine; what an engine has already ends by itself. Thread-safe.
 */
@Component
public class CampaignControl {

    private final CampaignRefs refs;
    private final CampaignMoves moves;
    private final CampaignStore store;
    private final StartChecks checks;
    private final Approval approval;
    private final Consents consents;
    private final PlanningRunner planning;
    private final Dispatcher dispatcher;
    private final BusinessTime businessTime;
    private final TransactionOperations transaction;

    CampaignControl(
            CampaignRefs refs,
            CampaignMoves moves,
            CampaignStore store,
            StartChecks checks,
            Approval approval,
            Consents consents,
            PlanningRunner planning,
            Dispatcher dispatcher,
            BusinessTime businessTime,
            TransactionOperations transaction) {
        this.refs = refs;
        this.moves = moves;
        this.store = store;
        this.checks = checks;
        this.approval = approval;
        this.consents = consents;
        this.planning = planning;
        this.dispatcher = dispatcher;
        this.businessTime = businessTime;
        this.transaction = transaction;
    }

    /**
     * Starts a draft, or a scheduled campaign before its time.
     *
     * @param consent the user's statement that the recipients agreed; needed where the people are real
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code invalid_campaign_move}, and what
     *     {@link StartChecks} refuses
     */
    public Campaign start(Caller caller, String name, @Nullable String consent, @Nullable Set<Integer> expected) {
        approve(caller, name, CampaignDeed.START);
        return act(caller, name, CampaignDeed.START, expected, campaign -> {
            checks.check(campaign);
            checks.checkSender(campaign);
            consents.keep(caller, campaign, checks.consent(campaign, consent));
        });
    }

    /**
     * Lets a running campaign wait.
     *
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code invalid_campaign_move}
     */
    public Campaign pause(Caller caller, String name, @Nullable Set<Integer> expected) {
        return act(caller, name, CampaignDeed.PAUSE, expected, campaign -> {});
    }

    /**
     * Lets a paused campaign go on.
     *
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code invalid_campaign_move},
     *     {@code session_missing}, {@code session_logged_out}, {@code session_banned}
     */
    public Campaign resume(Caller caller, String name, @Nullable Set<Integer> expected) {
        approve(caller, name, CampaignDeed.RESUME);
        return act(caller, name, CampaignDeed.RESUME, expected, campaign -> {
            checks.checkResumption(campaign);
            checks.checkSender(campaign);
        });
    }

    /**
     * Ends a campaign; what waits is cancelled in the background.
     *
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code invalid_campaign_move}
     */
    public Campaign stop(Caller caller, String name, @Nullable Set<Integer> expected) {
        Campaign stopped = act(caller, name, CampaignDeed.STOP, expected, campaign -> {});
        planning.cancel(stopped.laneId());
        return stopped;
    }

    /**
     * Lets a draft start by itself, or changes when it does.
     *
     * @param at in the campaign's business time
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem as {@link #start}, and {@code schedule_in_past}, {@code schedule_too_far}
     */
    public Campaign schedule(
            Caller caller, String name, Instant at, @Nullable String consent, @Nullable Set<Integer> expected) {
        approve(caller, name, CampaignDeed.SCHEDULE);
        return act(caller, name, CampaignDeed.SCHEDULE, expected, campaign -> {
            StartChecks.checkTime(at, businessTime.now(campaign.simulated()));
            checks.check(campaign);
            consents.keep(caller, campaign, checks.consent(campaign, consent));
            store.schedule(campaign, at);
        });
    }

    /**
     * Makes a scheduled campaign a draft again.
     *
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code invalid_campaign_move}
     */
    public Campaign unschedule(Caller caller, String name, @Nullable Set<Integer> expected) {
        return act(caller, name, CampaignDeed.UNSCHEDULE, expected, campaign -> {});
    }

    /** Before the transaction, for it may ask the other side; what is wrong in other ways is said first. */
    private void approve(Caller caller, String name, CampaignDeed deed) {
        Campaign campaign = store.find(caller.ownerId(), refs.resolve(caller.ownerId(), name))
                .orElseThrow(CampaignStore::notFound);
        if (deed.from().contains(campaign.status()) && campaign.counts().total() > 0) {
            approval.check(campaign);
        }
    }

    private Campaign act(
            Caller caller,
            String name,
            CampaignDeed deed,
            @Nullable Set<Integer> expected,
            Consumer<Campaign> preparation) {
        Campaign moved = Objects.requireNonNull(transaction.execute(status -> {
            Campaign campaign = moves.begin(caller.ownerId(), refs.resolve(caller.ownerId(), name), deed.to());
            CampaignRules.checkVersion(campaign, expected);
            deed.check(campaign);
            preparation.accept(campaign);
            return moves.move(caller, campaign, deed.to(), deed.code(), null);
        }));
        tell(moved);
        return moved;
    }

    /**
     * Starts a scheduled campaign whose time has come. One that cannot start becomes a draft again, one whose session is
     * lost is paused; both say why.
     */
    Optional<Campaign> startDue(long ownerId, long id) {
        List<Problem> known = store.find(ownerId, id).map(approval::problems).orElse(List.of());
        if (known.stream().anyMatch(problem -> problem.kind() == Problem.Kind.UNAVAILABLE)) {
            // The other side cannot be asked now: the campaign's time does not pass meanwhile.
            return Optional.empty();
        }
        Optional<Campaign> moved = Objects.requireNonNull(transaction.execute(status -> {
            Campaign campaign = moves.begin(ownerId, id, RUNNING);
            Instant at = campaign.dates().scheduledAt();
            boolean due = at != null && !at.isAfter(businessTime.now(campaign.simulated()));
            if (campaign.status() != SCHEDULED || !due) {
                status.setRollbackOnly();
                return Optional.empty();
            }
            return Optional.of(startDue(campaign, known));
        }));
        moved.ifPresent(this::tell);
        return moved;
    }

    private Campaign startDue(Campaign campaign, List<Problem> known) {
        Caller caller = CampaignMoves.system(campaign.ownerId());
        try {
            checks.check(campaign);
            if (!known.isEmpty()) {
                throw known.getFirst();
            }
        } catch (Problem problem) {
            moves.begin(campaign.ownerId(), campaign.id(), DRAFT);
            return moves.move(caller, campaign, DRAFT, "start_refused", problem.code());
        }
        Campaign running = moves.move(caller, campaign, RUNNING, "start", null);
        Optional<String> loss = Optional.ofNullable(running.sender()).flatMap(Sender::loss);
        return loss.map(reason -> pauseNow(running, reason)).orElse(running);
    }

    /** Pauses a running campaign for a reason of the product's own; empty if it does not run. */
    Optional<Campaign> pauseBecause(long ownerId, long id, String reason) {
        Optional<Campaign> paused = Objects.requireNonNull(transaction.execute(status -> {
            Campaign campaign = moves.begin(ownerId, id, PAUSED);
            if (campaign.status() != RUNNING) {
                status.setRollbackOnly();
                return Optional.empty();
            }
            return Optional.of(moves.move(CampaignMoves.system(ownerId), campaign, PAUSED, "pause", reason));
        }));
        paused.ifPresent(this::tell);
        return paused;
    }

    private Campaign pauseNow(Campaign running, String reason) {
        Campaign held = moves.begin(running.ownerId(), running.id(), PAUSED);
        return moves.move(CampaignMoves.system(running.ownerId()), held, PAUSED, "pause", reason);
    }

    private void tell(Campaign campaign) {
        dispatcher.laneChanged(campaign.laneId());
        planning.plan(campaign.id());
    }
}
