package io.staffetta.server.web.doors.blast;

import io.staffetta.server.campaign.Campaign;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A campaign, as this door shows it.
 *
 * @param sessionId the campaign's reference; the session that sends is {@code whatsappSessionId}
 * @param currentIndex how many messages have ended, one way or another
 * @param unconfirmedCount ours: handed over with an outcome that nobody knows
 * @param progressPercentage with two decimals
 * @param estimatedCompletion null unless it is running
 */
record BlastSession(
        long id,
        String sessionId,
        long userId,
        @Nullable String whatsappSessionId,
        String status,
        String campaignName,
        @Nullable String messageTemplate,
        int totalMessages,
        int currentIndex,
        int sentCount,
        int failedCount,
        int skippedCount,
        int unconfirmedCount,
        String progressPercentage,
        @Nullable Instant estimatedCompletion,
        @Nullable Instant startedAt,
        @Nullable Instant pausedAt,
        @Nullable Instant resumedAt,
        @Nullable Instant completedAt,
        @Nullable Instant stoppedAt,
        @Nullable String errorMessage,
        BlastConfig config,
        Instant createdAt,
        Instant updatedAt,
        WhatsappAccount whatsappAccount) {

    /** What is told of a campaign besides itself. */
    record Around(@Nullable Instant estimate, @Nullable String error, WhatsappAccount account) {}

    static BlastSession of(Campaign campaign, Around around) {
        Campaign.Counts counts = campaign.counts();
        Campaign.Dates dates = campaign.dates();
        int ended = counts.sent() + counts.failed() + counts.skipped() + counts.unconfirmed();
        return new BlastSession(
                campaign.id(),
                campaign.reference(),
                campaign.ownerId(),
                around.account().sessionId(),
                BlastStatus.of(campaign.status()),
                campaign.name(),
                campaign.content().template() == null
                        ? null
                        : campaign.content().template().source(),
                counts.total(),
                ended,
                counts.sent(),
                counts.failed(),
                counts.skipped(),
                counts.unconfirmed(),
                percentage(ended, counts.total()),
                around.estimate(),
                dates.startedAt(),
                dates.pausedAt(),
                dates.resumedAt(),
                dates.completedAt(),
                dates.stoppedAt(),
                around.error(),
                BlastConfig.of(campaign.pace()),
                dates.createdAt(),
                dates.updatedAt(),
                around.account());
    }

    static String percentage(int ended, int total) {
        BigDecimal part = total == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(ended)
                        .scaleByPowerOfTen(2)
                        .divide(BigDecimal.valueOf(total), 2, RoundingMode.HALF_UP);
        return part.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
