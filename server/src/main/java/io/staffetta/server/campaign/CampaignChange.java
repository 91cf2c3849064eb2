package io.staffetta.server.campaign;

import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a campaign; null leaves a part as it is.
 *
 * @param template holds for every message whose turn has not come yet
 * @param followUps replaces all of them; only before the start
 * @param defaultCountry two letters; holds for the files that are read from now on
 */
public record CampaignChange(
        @Nullable String name,
        @Nullable Template template,
        PaceOrder pace,
        @Nullable FollowUpPlan followUps,
        @Nullable String defaultCountry) {

    /** Whether there is nothing to change. */
    public boolean empty() {
        return name == null
                && template == null
                && followUps == null
                && defaultCountry == null
                && pace.equals(PaceOrder.USUAL);
    }
}
