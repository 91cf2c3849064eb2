package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a campaign may go on with another session: first what is documented, in that order, then what we add. */
@Component
class HandOverChecks {

    /** What is a draft is looked at when it starts. */
    private static final Set<CampaignStatus> LIVE =
            EnumSet.of(CampaignStatus.SCHEDULED, CampaignStatus.RUNNING, CampaignStatus.PAUSED);

    private final Senders senders;
    private final Approval approval;

    HandOverChecks(Senders senders, Approval approval) {
        this.senders = senders;
        this.approval = approval;
    }

    /**
     * Whether the session could send what the campaign still has to say. May ask the other side: never in a transaction.
     * What {@link #check} refuses is left to it.
     *
     * @throws Problem what a start with this session would be refused for
     */
    void approve(Campaign campaign, @Nullable String sessionId) {
        if (sessionId == null || !LIVE.contains(campaign.status())) {
            return;
        }
        senders.find(campaign.ownerId(), sessionId)
                .filter(to -> to.state().active() && to.simulated() == campaign.simulated())
                .ifPresent(to -> approval.check(campaign, to));
    }

    /** The session to go on with; what it throws is documented at {@link HandOver#change}. */
    Sender check(Campaign campaign, @Nullable String sessionId) {
        if (sessionId == null || sessionId.isBlank()) {
            throw new Problem(Problem.Kind.INVALID, "new_session_required", "The new session's id is missing.");
        }
        Sender to = senders.find(campaign.ownerId(), sessionId).orElseThrow(HandOverChecks::notFound);
        if (!to.state().active()) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "new_session_not_active",
                    "The new session must be connected and active.",
                    Map.of("sessionStatus", to.state().code(), "sessionNumber", to.number()));
        }
        Sender from = campaign.sender();
        if (from != null && from.pk() == to.pk()) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "new_session_is_current",
                    "The new session must be different from the current one.");
        }
        checkCampaign(campaign, to);
        return to;
    }

    private static void checkCampaign(Campaign campaign, Sender to) {
        if (campaign.status().ended()) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "campaign_ended",
                    "The campaign has ended: nothing is left to send from another number.",
                    Map.of("status", campaign.status().code()));
        }
        if (campaign.simulated() != to.simulated()) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "simulated_mix",
                    "A campaign uses either simulated numbers or real ones, never both.");
        }
    }

    static Problem notFound() {
        return new Problem(
                Problem.Kind.NOT_FOUND,
                "new_session_not_found",
                "The new session does not exist or belongs to somebody else.");
    }
}
