package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.campaign.CampaignChange;
import io.staffetta.server.campaign.NewCampaign;
import io.staffetta.server.campaign.PaceOrder;
import io.staffetta.server.campaign.TemplateMapping;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callers send about campaigns, and its reading. */
final class CampaignBodies {

    private CampaignBodies() {}

    /** A new campaign. */
    record Creation(
            @NotBlank @Schema(example = "Invito di maggio") String name,
            @NotBlank @Schema(example = "negozio-1") String sessionId,

            @Nullable @Schema(example = "Ciao {{name|amico}}, ti aspettiamo sabato!")
            String template,

            @Nullable TemplateMapping messageTemplate,

            @Nullable
            @Schema(
                    description =
                            "Up to four further wordings; each person gets one of all, evenly and always the same")
            List<@NotNull String> variants,

            @Nullable DelayRange messageDelay,
            @Nullable DelayRange contactDelay,
            @Nullable Hours businessHours,
            @Nullable List<@Valid FollowUp> followUps,
            @Nullable @Schema(example = "IT") String defaultCountry) {

        NewCampaign order() {
            FollowUpPlan plan = plan(followUps);
            return new NewCampaign(
                    name,
                    sessionId,
                    TemplateMapping.varied(TemplateMapping.template(template, messageTemplate), variants),
                    pace(messageDelay, contactDelay, businessHours),
                    plan == null ? FollowUpPlan.NONE : plan,
                    defaultCountry);
        }
    }

    /** What to change; what is absent or null stays. */
    record Change(
            @Nullable String name,
            @Nullable String template,
            @Nullable TemplateMapping messageTemplate,

            @Nullable @Schema(description = "Further wordings, with the template that they belong to")
            List<@NotNull String> variants,

            @Nullable DelayRange messageDelay,
            @Nullable DelayRange contactDelay,
            @Nullable Hours businessHours,
            @Nullable List<@Valid FollowUp> followUps,

            @Nullable @Schema(description = "When a draft is meant to start; it does not start by that")
            PlannedStart plannedStart) {

        CampaignChange order() {
            return new CampaignChange(
                    name,
                    TemplateMapping.varied(TemplateMapping.template(template, messageTemplate), variants),
                    pace(messageDelay, contactDelay, businessHours),
                    plan(followUps),
                    null,
                    plannedStart == null ? null : new CampaignChange.PlannedStart(plannedStart.at()));
        }
    }

    /**
     * When a draft is meant to start.
     *
     * @param at in the campaign's business time; null for at once
     */
    record PlannedStart(
            @Nullable @Schema(example = "2036-05-01T07:00:00Z")
            Instant at) {}

    /** A pause of random length, in milliseconds. */
    record DelayRange(
            @Nullable @Schema(example = "1000") Long min,
            @Nullable @Schema(example = "3000") Long max) {

        Delay delay() {
            long shortest = min == null ? 0 : min;
            return new Delay(Duration.ofMillis(shortest), Duration.ofMillis(max == null ? shortest : max));
        }

        static DelayRange of(Delay delay) {
            return new DelayRange(delay.min().toMillis(), delay.max().toMillis());
        }
    }

    /** In which hours messages may go; {@code endHour} is exclusive. */
    record Hours(
            @Nullable Boolean enabled,
            @Nullable @Schema(example = "9") Integer startHour,
            @Nullable @Schema(example = "18") Integer endHour,
            @Nullable @Schema(example = "Europe/Rome") String timeZone) {

        PaceOrder.Hours order() {
            PaceOrder.Hours usual = PaceOrder.Hours.DEFAULT;
            return new PaceOrder.Hours(
                    enabled == null || enabled,
                    startHour == null ? usual.startHour() : startHour,
                    endHour == null ? usual.endHour() : endHour,
                    timeZone);
        }
    }

    /** A further message to a person, this long after the one before was sent. */
    record FollowUp(
            @NotBlank @Schema(example = "PT48H", description = "An ISO-8601 duration")
            String after,

            @Nullable String template,

            @Nullable TemplateMapping messageTemplate,

            @Nullable @Schema(description = "Dropped when the person has answered; true if absent")
            Boolean unlessReplied) {

        FollowUpPlan.Step step() {
            Template text = TemplateMapping.template(template, messageTemplate);
            return new FollowUpPlan.Step(
                    duration(after), text == null ? Template.of("") : text, unlessReplied == null || unlessReplied);
        }

        private static Duration duration(String written) {
            try {
                return Duration.parse(written);
            } catch (DateTimeParseException e) {
                throw new Problem(
                        Problem.Kind.INVALID,
                        "invalid_follow_up",
                        "After how long is given as an ISO-8601 duration such as PT48H.",
                        Map.of("after", written));
            }
        }
    }

    /** What may come with a start. */
    record Start(@Nullable Statement consent) {

        @Nullable
        String statement() {
            return consent == null ? null : consent.statement();
        }
    }

    /** The user's own statement that the recipients agreed to be written to. */
    record Statement(
            @NotBlank @Schema(example = "Hanno dato il consenso al banco.")
            String statement) {}

    /** When to start, in the campaign's business time. */
    record Schedule(@NotNull Instant at, @Nullable Statement consent) {

        @Nullable
        String statement() {
            return consent == null ? null : consent.statement();
        }
    }

    /** Which session to go on with. */
    record SessionChange(@Nullable String sessionId) {}

    static PaceOrder pace(@Nullable DelayRange message, @Nullable DelayRange contact, @Nullable Hours hours) {
        return new PaceOrder(
                message == null ? null : message.delay(),
                contact == null ? null : contact.delay(),
                hours == null ? null : hours.order());
    }

    private static @Nullable FollowUpPlan plan(@Nullable List<FollowUp> followUps) {
        return followUps == null
                ? null
                : new FollowUpPlan(followUps.stream().map(FollowUp::step).toList());
    }
}
