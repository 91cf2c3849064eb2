package io.staffetta.server.web.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.FinishRange;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.Sender;
import io.staffetta.server.campaign.TemplateMapping;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign, as the API tells it.
 *
 * @param id one of its three names; the others are {@code publicId} and {@code reference}
 * @param sessionId the session it sends from, or null after that was deleted
 * @param variants further wordings of the template
 * @param textVersion how often the first message was written: a message says which of these texts it is sent with
 * @param counters they add up: total = sent + failed + skipped + unconfirmed + inDoubt + pending
 * @param waiting why nothing goes just now, or null
 * @param estimatedCompletion when the last message will go, in business time; null unless it is running
 * @param estimatedCompletionRange within which it will go in eight runs of ten; null where the estimate is
 * @param version for {@code If-Match}
 * @param plannedStart when a draft is meant to start; {@code scheduledAt} is when it will by itself
 */
record CampaignAnswer(
        long id,
        String publicId,
        String reference,
        String name,
        String status,
        @Nullable String statusReason,
        boolean simulated,
        @Nullable String sessionId,
        @Nullable SessionAnswer session,
        @Nullable String template,
        @Nullable TemplateMapping messageTemplate,
        List<String> variants,
        int textVersion,
        CampaignBodies.DelayRange messageDelay,
        CampaignBodies.DelayRange contactDelay,
        CampaignBodies.Hours businessHours,
        List<CampaignBodies.FollowUp> followUps,
        String defaultCountry,
        int recipients,
        CountersAnswer counters,
        @JsonProperty("wait") @Nullable WaitAnswer waiting,
        @Nullable Instant estimatedCompletion,
        @Nullable RangeAnswer estimatedCompletionRange,
        Campaign.@Nullable Consent consent,
        int version,
        Instant createdAt,
        Instant updatedAt,
        CampaignBodies.PlannedStart plannedStart,
        @Nullable Instant scheduledAt,
        @Nullable Instant startedAt,
        @Nullable Instant pausedAt,
        @Nullable Instant resumedAt,
        @Nullable Instant completedAt,
        @Nullable Instant stoppedAt) {

    /** The session it sends from. */
    record SessionAnswer(
            String id,
            String name,
            String state,
            @Nullable @Schema(example = "+39 333 111 2222") String number) {

        static @Nullable SessionAnswer of(@Nullable Sender sender) {
            return sender == null
                    ? null
                    : new SessionAnswer(
                            sender.id(),
                            sender.name(),
                            sender.state().code(),
                            sender.number().orElse(null));
        }
    }

    /**
     * What became of its messages.
     *
     * @param replied how many people answered; each is counted once, wherever else they are
     */
    record CountersAnswer(
            int total,
            int sent,
            int delivered,
            int read,
            int failed,
            int skipped,
            int unconfirmed,
            int inDoubt,
            int pending,
            int replied) {

        static CountersAnswer of(Campaign.Counts counts) {
            return new CountersAnswer(
                    counts.total(),
                    counts.sent(),
                    counts.delivered(),
                    counts.read(),
                    counts.failed(),
                    counts.skipped(),
                    counts.unconfirmed(),
                    counts.inDoubt(),
                    counts.pending(),
                    counts.replied());
        }
    }

    /** Why nothing goes, and when the next chance is. */
    record WaitAnswer(String reason, @Nullable Instant nextAt) {}

    /** Before the first instant one run in ten ends, after the second another one. */
    record RangeAnswer(Instant earliest, Instant latest) {

        static @Nullable RangeAnswer of(@Nullable FinishRange finish) {
            return finish == null ? null : new RangeAnswer(finish.early(), finish.late());
        }
    }

    static CampaignAnswer of(Campaign campaign, @Nullable FinishRange finish) {
        Campaign.Content content = campaign.content();
        Campaign.Dates dates = campaign.dates();
        Campaign.Wait wait = campaign.waiting();
        Sender sender = campaign.sender();
        return new CampaignAnswer(
                campaign.id(),
                campaign.publicId(),
                campaign.reference(),
                campaign.name(),
                campaign.status().code(),
                campaign.statusReason(),
                campaign.simulated(),
                sender == null ? null : sender.id(),
                SessionAnswer.of(sender),
                content.template() == null ? null : content.template().source(),
                mapping(content.template()),
                TemplateMapping.variants(content.template()),
                content.textVersion(),
                CampaignBodies.DelayRange.of(campaign.pace().messageDelay()),
                CampaignBodies.DelayRange.of(campaign.pace().contactDelay()),
                hours(campaign.pace().hours()),
                content.followUps().steps().stream()
                        .map(CampaignAnswer::followUp)
                        .toList(),
                content.defaultCountry(),
                content.recipients(),
                CountersAnswer.of(campaign.counts()),
                wait == null ? null : new WaitAnswer(wait.reason().code(), wait.nextAt()),
                finish == null ? null : finish.likely(),
                RangeAnswer.of(finish),
                campaign.consent(),
                campaign.version(),
                dates.createdAt(),
                dates.updatedAt(),
                new CampaignBodies.PlannedStart(dates.plannedStart()),
                dates.scheduledAt(),
                dates.startedAt(),
                dates.pausedAt(),
                dates.resumedAt(),
                dates.completedAt(),
                dates.stoppedAt());
    }

    private static CampaignBodies.Hours hours(BusinessHours hours) {
        return new CampaignBodies.Hours(
                hours.enabled(),
                hours.startHour(),
                hours.endHour(),
                hours.zone().getId());
    }

    private static CampaignBodies.FollowUp followUp(FollowUpPlan.Step step) {
        return new CampaignBodies.FollowUp(
                step.after().toString(), step.template().source(), mapping(step.template()), step.unlessReplied());
    }

    private static @Nullable TemplateMapping mapping(@Nullable Template template) {
        return template == null
                ? null
                : template.approved().map(TemplateMapping::of).orElse(null);
    }
}
