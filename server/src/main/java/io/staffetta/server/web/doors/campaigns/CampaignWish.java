package io.staffetta.server.web.doors.campaigns;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.campaign.CampaignChange;
import io.staffetta.server.campaign.NewCampaign;
import io.staffetta.server.campaign.PaceOrder;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A campaign as callers of this door send it, to make or to change one. */
record CampaignWish(
        @Nullable String name,
        @Nullable String whatsappSessionId,
        @Nullable String template,
        @Nullable List<FollowUp> followUps,
        @Nullable Config config) {

    record Config(
            @Nullable Range messageDelay,
            @Nullable Range contactDelay,
            @Nullable Hours businessHours,
            @Nullable String defaultCountry) {}

    record Range(@Nullable Long min, @Nullable Long max) {

        Delay delay() {
            long shortest = min == null ? 0 : min;
            return new Delay(Duration.ofMillis(shortest), Duration.ofMillis(max == null ? shortest : max));
        }
    }

    record Hours(
            @Nullable Boolean enabled,
            @Nullable Integer startHour,
            @Nullable Integer endHour,
            @Nullable String timeZone) {

        PaceOrder.Hours order() {
            PaceOrder.Hours usual = PaceOrder.Hours.DEFAULT;
            return new PaceOrder.Hours(
                    enabled == null || enabled,
                    startHour == null ? usual.startHour() : startHour,
                    endHour == null ? usual.endHour() : endHour,
                    timeZone);
        }
    }

    record FollowUp(
            @Nullable String after,
            @Nullable String template,
            @Nullable Boolean unlessReplied) {

        FollowUpPlan.Step step() {
            return new FollowUpPlan.Step(
                    duration(after),
                    Template.of(template == null ? "" : template),
                    unlessReplied == null || unlessReplied);
        }

        private static Duration duration(@Nullable String written) {
            try {
                return Duration.parse(written == null ? "" : written);
            } catch (DateTimeParseException e) {
                throw new Problem(
                        Problem.Kind.INVALID,
                        "invalid_follow_up",
                        "After how long is given as an ISO-8601 duration such as PT48H.",
                        Map.of("after", String.valueOf(written)));
            }
        }
    }

    NewCampaign creation() {
        if (name == null || whatsappSessionId == null) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_field",
                    "A campaign needs a name and a session.",
                    Map.of("fields", Map.of(name == null ? "name" : "whatsappSessionId", "must not be null")));
        }
        FollowUpPlan plan = plan();
        return new NewCampaign(
                name,
                whatsappSessionId,
                template == null ? null : Template.of(template),
                pace(),
                plan == null ? FollowUpPlan.NONE : plan,
                config == null ? null : config.defaultCountry());
    }

    CampaignChange change() {
        return new CampaignChange(
                name,
                template == null ? null : Template.of(template),
                pace(),
                plan(),
                config == null ? null : config.defaultCountry());
    }

    private @Nullable FollowUpPlan plan() {
        return followUps == null
                ? null
                : new FollowUpPlan(followUps.stream().map(FollowUp::step).toList());
    }

    private PaceOrder pace() {
        if (config == null) {
            return PaceOrder.USUAL;
        }
        return new PaceOrder(
                config.messageDelay() == null ? null : config.messageDelay().delay(),
                config.contactDelay() == null ? null : config.contactDelay().delay(),
                config.businessHours() == null ? null : config.businessHours().order());
    }
}
