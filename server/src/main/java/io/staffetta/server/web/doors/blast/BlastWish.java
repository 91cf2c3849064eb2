package io.staffetta.server.web.doors.blast;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.server.campaign.NewCampaign;
import io.staffetta.server.campaign.PaceOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A blast as callers ask for it, in the words in which it is told. */
record BlastWish(
        @Nullable String campaignName,
        @Nullable String whatsappSessionId,
        @Nullable String messageTemplate,
        @Nullable BlastConfig config) {

    NewCampaign creation() {
        return new NewCampaign(
                required("campaignName", campaignName),
                required("whatsappSessionId", whatsappSessionId),
                messageTemplate == null ? null : Template.of(messageTemplate),
                config == null ? PaceOrder.USUAL : config.order(),
                FollowUpPlan.NONE,
                null);
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_field",
                    "A blast needs a name and a session.",
                    Map.of("fields", Map.of(field, "must not be null")));
        }
        return value;
    }
}
