package io.staffetta.server.campaign;

import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a campaign; null leaves a part as it is.
 *
 * @param template holds for every message whose turn has not come yet
 * @param followUps replaces all of them; only before the start
 * @param defaultCountry two letters; holds for the files that are read from now on
 * @param start when a draft is meant to start
 */
public record CampaignChange(
        @Nullable String name,
        @Nullable Template template,
        PaceOrder pace,
        @Nullable FollowUpPlan followUps,
        @Nullable String defaultCountry,
        @Nullable PlannedStart start) {

    /**
     * When a draft is meant to start. It starts when somebody says so, and not by itself.
     *
     * @param at in the campaign's business time; null for at once
     */
    public record PlannedStart(@Nullable Instant at) {}

    /** One that leaves the start as it is. */
    public CampaignChange(
            @Nullable String name,
            @Nullable Template template,
            PaceOrder pace,
            @Nullable FollowUpPlan followUps,
            @Nullable String defaultCountry) {
        this(name, template, pace, followUps, defaultCountry, null);
    }

    /** Whether there is nothing to change. */
    public boolean empty() {
        return name == null
                && template == null
                && followUps == null
                && defaultCountry == null
                && start == null
                && pace.equals(PaceOrder.USUAL);
    }
}
