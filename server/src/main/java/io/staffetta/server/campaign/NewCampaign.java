package io.staffetta.server.campaign;

import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import org.jspecify.annotations.Nullable;

/**
 * A campaign to be.
 *
 * @param sessionId the user's session that it sends from, which need not be connected yet
 * @param template the first message; may be set later, but before the start
 * @param pace null for the usual delays at any hour
 * @param defaultCountry two letters; null for the user's own
 */
public record NewCampaign(
        String name,
        String sessionId,
        @Nullable Template template,
        PaceOrder pace,
        FollowUpPlan followUps,
        @Nullable String defaultCountry) {}
