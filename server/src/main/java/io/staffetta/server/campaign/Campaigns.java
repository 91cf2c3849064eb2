package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Lanes;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The campaigns of users: creation, look-up, change, deletion. {@link CampaignControl} starts and stops them. A campaign
 * of another user is answered as one that does not exist; each is found by any of its three names. Thread-safe.
 */
@Component
public class Campaigns {

    private final CampaignStore store;
    private final CampaignSteps steps;
    private final CampaignRefs refs;
    private final CampaignNames names;
    private final Senders senders;
    private final Lanes lanes;
    private final Dispatcher dispatcher;
    private final NewTexts texts;
    private final EventLog events;
    private final Audit audit;
    private final TransactionOperations transaction;
    private final Clock clock;

    Campaigns(
            CampaignStore store,
            CampaignSteps steps,
            CampaignRefs refs,
            CampaignNames names,
            Senders senders,
            Lanes lanes,
            Dispatcher dispatcher,
            NewTexts texts,
            EventLog events,
            Audit audit,
            TransactionOperations transaction,
            Clock clock) {
        this.store = store;
        this.steps = steps;
        this.refs = refs;
        this.names = names;
        this.senders = senders;
        this.lanes = lanes;
        this.dispatcher = dispatcher;
        this.texts = texts;
        this.events = events;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Makes a draft.
     *
     * @throws Problem {@code invalid_campaign_name}, {@code invalid_country}, {@code session_not_found},
     *     {@code media_not_found}, {@code media_kind_mismatch}
     */
    public Campaign create(Caller caller, NewCampaign wanted) {
        CampaignRules.checkName(wanted.name());
        CampaignRules.checkCountry(wanted.defaultCountry());
        texts.checkFiles(caller, wanted.template(), wanted.followUps());
        return inTransaction(() -> {
            Sender sender = senders.find(caller.ownerId(), wanted.sessionId())
                    .orElseThrow(() ->
                            new Problem(Problem.Kind.NOT_FOUND, "session_not_found", "There is no such session."));
            CampaignStore.UserDefaults user = store.lockNumbering(caller.ownerId());
            CampaignStore.Names own = names.next(caller.ownerId(), ZoneId.of(user.timeZone()));
            String country = wanted.defaultCountry() == null ? user.country() : wanted.defaultCountry();
            long id = store.insert(caller.ownerId(), own, wanted, sender, country);
            if (wanted.template() != null) {
                steps.replace(id, wanted.template());
            }
            steps.replace(id, wanted.followUps());
            lanes.openForCampaign(caller.ownerId(), id, sender.pk(), sender.simulated());
            note(caller, id, own.publicId(), "created", "create");
            return required(caller.ownerId(), id);
        });
    }

    /**
     * The campaign of this name.
     *
     * @throws Problem {@code campaign_not_found}
     */
    public Campaign get(long ownerId, String name) {
        return required(ownerId, refs.resolve(ownerId, name));
    }

    /**
     * A part of the user's campaigns.
     *
     * @param after the id of the campaign to go on after; null for the start
     */
    public List<Campaign> list(long ownerId, CampaignFilter filter, @Nullable Long after, int limit) {
        return store.list(ownerId, filter, after, limit);
    }

    /**
     * Changes a campaign that has not ended: delays and hours hold from the next message on. A new text is a version of
     * its own that holds for every message whose turn has not come; one that is being written goes with the text that it
     * was taken with.
     *
     * @param expected versions of which the caller has seen one, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code invalid_campaign_name},
     *     {@code invalid_country}, {@code media_not_found}, {@code media_kind_mismatch},
     *     {@code template_variables_missing}, {@code schedule_in_past}, {@code schedule_too_far}; {@code campaign_not_changeable} after its end, {@code follow_ups_fixed} after
     *     its start, and where it is running what its other side has against the new text
     */
    public Campaign change(Caller caller, String name, CampaignChange change, @Nullable Set<Integer> expected) {
        check(caller, name, change);
        return apply(caller, name, change, expected);
    }

    /** What can be said against a change beforehand; may take a while, so never in a transaction. */
    void check(Caller caller, String name, CampaignChange change) {
        if (change.name() != null) {
            CampaignRules.checkName(change.name());
        }
        CampaignRules.checkCountry(change.defaultCountry());
        if (change.start() != null) {
            CampaignRules.checkPlan(change.start().at(), clock.instant());
        }
        texts.checkFiles(caller, change.template(), change.followUps());
        if (change.template() != null) {
            texts.check(get(caller.ownerId(), name), change.template());
        }
    }

    /** Makes a change that was {@link #check checked}. */
    Campaign apply(Caller caller, String name, CampaignChange change, @Nullable Set<Integer> expected) {
        Campaign changed = inTransaction(() -> {
            long id = refs.resolve(caller.ownerId(), name);
            lanes.lock(lanes.ofCampaign(id));
            Campaign before = store.lock(caller.ownerId(), id);
            CampaignRules.checkVersion(before, expected);
            boolean started = CampaignRules.started(before, change);
            store.change(caller.ownerId(), id, change);
            rewrite(id, started, change.template(), change.followUps());
            note(caller, id, before.publicId(), "changed", "change");
            return required(caller.ownerId(), id);
        });
        dispatcher.laneChanged(changed.laneId());
        return changed;
    }

    /**
     * Deletes a campaign. One that was never started goes with its recipients; of one that has ended the messages stay,
     * for what was sent stays sent, but it is seen no more.
     *
     * @throws Problem {@code campaign_not_found}, {@code stale}; {@code campaign_not_deletable} while it runs, waits for
     *     its time or is paused
     */
    public void delete(Caller caller, String name, @Nullable Set<Integer> expected) {
        inTransaction(() -> {
            long id = refs.resolve(caller.ownerId(), name);
            lanes.lock(lanes.ofCampaign(id));
            Campaign campaign = store.lock(caller.ownerId(), id);
            CampaignRules.checkVersion(campaign, expected);
            CampaignRules.checkDeletion(campaign);
            store.hide(caller.ownerId(), id);
            note(caller, id, campaign.publicId(), "deleted", "delete");
            return campaign;
        });
    }

    private void rewrite(long id, boolean started, @Nullable Template template, @Nullable FollowUpPlan followUps) {
        if (template != null && started) {
            steps.revise(id, template);
        } else if (template != null) {
            steps.replace(id, template);
        }
        if (followUps != null) {
            steps.replace(id, followUps);
        }
    }

    private void note(Caller caller, long id, String publicId, String phase, String deed) {
        events.append(Event.campaign(clock.instant(), caller.ownerId(), id, phase, null, null));
        audit.record(caller, "campaign." + deed, "campaign:" + publicId, Map.of());
    }

    private Campaign required(long ownerId, long id) {
        return store.find(ownerId, id).orElseThrow(CampaignStore::notFound);
    }

    private Campaign inTransaction(java.util.function.Supplier<Campaign> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
