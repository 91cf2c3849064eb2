package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
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
import java.util.Locale;
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

    private static final int LONGEST_NAME = 200;
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private final CampaignStore store;
    private final CampaignRefs refs;
    private final CampaignNames names;
    private final Senders senders;
    private final Lanes lanes;
    private final Dispatcher dispatcher;
    private final EventLog events;
    private final Audit audit;
    private final TransactionOperations transaction;
    private final Clock clock;

    Campaigns(
            CampaignStore store,
            CampaignRefs refs,
            CampaignNames names,
            Senders senders,
            Lanes lanes,
            Dispatcher dispatcher,
            EventLog events,
            Audit audit,
            TransactionOperations transaction,
            Clock clock) {
        this.store = store;
        this.refs = refs;
        this.names = names;
        this.senders = senders;
        this.lanes = lanes;
        this.dispatcher = dispatcher;
        this.events = events;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Makes a draft.
     *
     * @throws Problem {@code invalid_campaign_name}, {@code invalid_country}, {@code session_not_found}
     */
    public Campaign create(Caller caller, NewCampaign wanted) {
        checkName(wanted.name());
        checkCountry(wanted.defaultCountry());
        return inTransaction(() -> {
            Sender sender = senders.find(caller.ownerId(), wanted.sessionId())
                    .orElseThrow(() ->
                            new Problem(Problem.Kind.NOT_FOUND, "session_not_found", "There is no such session."));
            CampaignStore.UserDefaults user = store.lockNumbering(caller.ownerId());
            CampaignStore.Names own = names.next(caller.ownerId(), ZoneId.of(user.timeZone()));
            String country = wanted.defaultCountry() == null ? user.country() : wanted.defaultCountry();
            long id = store.insert(caller.ownerId(), own, wanted, sender.simulated(), country);
            if (wanted.template() != null) {
                store.replace(id, wanted.template());
            }
            store.replace(id, wanted.followUps());
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
     * Changes a campaign that is not running: delays and hours hold from the next message on, a new text for every
     * message that no engine has been handed yet.
     *
     * @param expected the version that the caller has seen, or null if that does not matter
     * @throws Problem {@code campaign_not_found}, {@code stale}, {@code invalid_campaign_name};
     *     {@code campaign_not_changeable} while it runs or after its end, and for follow-ups after its start
     */
    public Campaign change(Caller caller, String name, CampaignChange change, @Nullable Integer expected) {
        if (change.name() != null) {
            checkName(change.name());
        }
        Campaign changed = inTransaction(() -> {
            long id = refs.resolve(caller.ownerId(), name);
            lanes.lock(lanes.ofCampaign(id));
            Campaign before = store.lock(caller.ownerId(), id);
            checkVersion(before, expected);
            boolean started = started(before, change);
            store.change(caller.ownerId(), id, change.name(), change.pace());
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
    public void delete(Caller caller, String name, @Nullable Integer expected) {
        inTransaction(() -> {
            long id = refs.resolve(caller.ownerId(), name);
            lanes.lock(lanes.ofCampaign(id));
            Campaign campaign = store.lock(caller.ownerId(), id);
            checkVersion(campaign, expected);
            if (campaign.status() != CampaignStatus.DRAFT && !campaign.status().ended()) {
                throw conflict("campaign_not_deletable", "Stop the campaign before deleting it.", campaign.status());
            }
            store.hide(caller.ownerId(), id);
            note(caller, id, campaign.publicId(), "deleted", "delete");
            return campaign;
        });
    }

    /** Refuses a change that does not fit the campaign's status; whether it was started. */
    private static boolean started(Campaign campaign, CampaignChange change) {
        CampaignStatus status = campaign.status();
        boolean started = status != CampaignStatus.DRAFT && status != CampaignStatus.SCHEDULED;
        if (started && status != CampaignStatus.PAUSED) {
            throw conflict("campaign_not_changeable", "Pause the campaign before changing it.", status);
        }
        if (started && change.followUps() != null) {
            throw conflict("follow_ups_fixed", "Follow-ups can be changed until the campaign is started.", status);
        }
        return started;
    }

    private void rewrite(long id, boolean started, @Nullable Template template, @Nullable FollowUpPlan followUps) {
        if (template != null && started) {
            store.revise(id, template);
        } else if (template != null) {
            store.replace(id, template);
        }
        if (followUps != null) {
            store.replace(id, followUps);
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

    static void checkVersion(Campaign campaign, @Nullable Integer expected) {
        if (expected != null && expected != campaign.version()) {
            throw new Problem(
                    Problem.Kind.STALE,
                    "stale",
                    "It was changed since you last saw it.",
                    Map.of("version", campaign.version()));
        }
    }

    private static Problem conflict(String code, String message, CampaignStatus status) {
        return new Problem(Problem.Kind.CONFLICT, code, message, Map.of("status", status.code()));
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_campaign_name",
                    "The name of a campaign has 1 to " + LONGEST_NAME + " characters.",
                    Map.of("longest", LONGEST_NAME));
        }
    }

    private static void checkCountry(@Nullable String country) {
        if (country != null && !COUNTRIES.contains(country)) {
            throw new Problem(Problem.Kind.INVALID, "invalid_country", "A country is two letters, such as IT.");
        }
    }
}
