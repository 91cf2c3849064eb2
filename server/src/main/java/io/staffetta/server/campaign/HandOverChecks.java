package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a campaign may go on with another session: first what is documented, in that order, then what we add. */
@Component
class HandOverChecks {

    private final Senders senders;

    HandOverChecks(Senders senders) {
        this.senders = senders;
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
