package io.staffetta.server.web.doors.campaigns;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.PrintedNumber;
import io.staffetta.server.campaign.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole campaign, as this door shows it.
 *
 * @param id 24 hexadecimal digits
 * @param whatsappNumber with spaces, such as {@code +39 123 456 7890}
 */
record CampaignDocument(
        @JsonProperty("_id") String id,
        String name,
        String status,
        @Nullable String statusReason,
        @Nullable String whatsappSessionId,
        @Nullable String whatsappNumber,
        Stats stats,
        @Nullable String template,
        List<FollowUp> followUps,
        Config config,
        boolean simulated,
        String reference,
        @Nullable Instant scheduledAt,
        @Nullable Instant startedAt,
        @Nullable Instant pausedAt,
        @Nullable Instant resumedAt,
        @Nullable Instant completedAt,
        @Nullable Instant stoppedAt,
        Instant createdAt,
        Instant updatedAt) {

    /** They add up: total = sent + failed + skipped + unconfirmed + inDoubt + pending. */
    record Stats(
            int total,
            int pending,
            int sent,
            int delivered,
            int read,
            int failed,
            int skipped,
            int unconfirmed,
            int inDoubt) {}

    /** How fast it goes. */
    record Config(Range messageDelay, Range contactDelay, Hours businessHours, String defaultCountry) {}

    /** Milliseconds. */
    record Range(long min, long max) {

        static Range of(Delay delay) {
            return new Range(delay.min().toMillis(), delay.max().toMillis());
        }
    }

    /** The hours of the day in which it sends, the last one exclusive. */
    record Hours(boolean enabled, int startHour, int endHour, String timeZone) {}

    /** A further message; {@code after} is an ISO-8601 duration. */
    record FollowUp(String after, String template, boolean unlessReplied) {}

    static CampaignDocument of(Campaign campaign) {
        Optional<Sender> sender = Optional.ofNullable(campaign.sender());
        Campaign.Dates dates = campaign.dates();
        Campaign.Content content = campaign.content();
        return new CampaignDocument(
                campaign.publicId(),
                campaign.name(),
                campaign.status().code(),
                campaign.statusReason(),
                sender.map(Sender::id).orElse(null),
                PrintedNumber.of(sender.flatMap(Sender::number)),
                stats(campaign.counts()),
                content.template() == null ? null : content.template().source(),
                content.followUps().steps().stream()
                        .map(step -> new FollowUp(
                                step.after().toString(), step.template().source(), step.unlessReplied()))
                        .toList(),
                config(campaign),
                campaign.simulated(),
                campaign.reference(),
                dates.scheduledAt(),
                dates.startedAt(),
                dates.pausedAt(),
                dates.resumedAt(),
                dates.completedAt(),
                dates.stoppedAt(),
                dates.createdAt(),
                dates.updatedAt());
    }

    private static Stats stats(Campaign.Counts counts) {
        return new Stats(
                counts.total(),
                counts.pending(),
                counts.sent(),
                counts.delivered(),
                counts.read(),
                counts.failed(),
                counts.skipped(),
                counts.unconfirmed(),
                counts.inDoubt());
    }

    private static Config config(Campaign campaign) {
        BusinessHours hours = campaign.pace().hours();
        return new Config(
                Range.of(campaign.pace().messageDelay()),
                Range.of(campaign.pace().contactDelay()),
                new Hours(
                        hours.enabled(),
                        hours.startHour(),
                        hours.endHour(),
                        hours.zone().getId()),
                campaign.content().defaultCountry());
    }
}
