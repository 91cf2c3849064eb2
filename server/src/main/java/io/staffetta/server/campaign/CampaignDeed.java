package io.staffetta.server.campaign;

import static io.staffetta.core.campaign.CampaignStatus.DRAFT;
import static io.staffetta.core.campaign.CampaignStatus.PAUSED;
import static io.staffetta.core.campaign.CampaignStatus.RUNNING;
import static io.staffetta.core.campaign.CampaignStatus.SCHEDULED;
import static io.staffetta.core.campaign.CampaignStatus.STOPPED;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import java.util.Map;
import java.util.Set;

/**
 * What a person may do with a campaign.
 *
 * @param code its name in the audit
 * @param to what the campaign becomes
 * @param from the statuses that allow it
 */
record CampaignDeed(String code, CampaignStatus to, Set<CampaignStatus> from) {

    static final CampaignDeed START = new CampaignDeed("start", RUNNING, Set.of(DRAFT, SCHEDULED));
    static final CampaignDeed PAUSE = new CampaignDeed("pause", PAUSED, Set.of(RUNNING));
    static final CampaignDeed RESUME = new CampaignDeed("resume", RUNNING, Set.of(PAUSED));
    static final CampaignDeed STOP = new CampaignDeed("stop", STOPPED, Set.of(SCHEDULED, RUNNING, PAUSED));
    static final CampaignDeed SCHEDULE = new CampaignDeed("schedule", SCHEDULED, Set.of(DRAFT, SCHEDULED));
    static final CampaignDeed UNSCHEDULE = new CampaignDeed("unschedule", DRAFT, Set.of(SCHEDULED));

    /** Refuses a campaign of another status. */
    void check(Campaign campaign) {
        CampaignStatus now = campaign.status();
        if (!from.contains(now)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "invalid_campaign_move",
                    "A campaign that is " + now.code() + " cannot become " + to.code() + ".",
                    Map.of("from", now.code(), "to", to.code()));
        }
    }
}
