package io.staffetta.server.campaign;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as it is now.
 *
 * @param id one of its three names; the others are {@code publicId} (24 hexadecimal digits) and {@code reference}
 * @param statusReason a stable code of why it has its status, where nobody asked for it
 * @param simulated whether its numbers and people are simulated; never changes
 * @param sender the session it sends from, or null after that was deleted
 * @param consent what its user stated at the start, or null
 * @param waiting why nothing goes just now, or null
 * @param version grows with every change but those of the counters
 */
public record Campaign(
        long id,
        String publicId,
        String reference,
        long ownerId,
        String name,
        CampaignStatus status,
        @Nullable String statusReason,
        boolean simulated,
        long laneId,
        @Nullable Sender sender,
        Content content,
        Pace pace,
        Counts counts,
        Dates dates,
        @Nullable Consent consent,
        @Nullable Wait waiting,
        int version) {

    /** The same, if its first message were this one. */
    Campaign saying(Template first) {
        return new Campaign(
                id,
                publicId,
                reference,
                ownerId,
                name,
                status,
                statusReason,
                simulated,
                laneId,
                sender,
                content.saying(first),
                pace,
                counts,
                dates,
                consent,
                waiting,
                version);
    }

    /**
     * What it says to whom.
     *
     * @param template the first message, or null while there is none
     * @param defaultCountry two letters, for numbers written without a country
     * @param recipients how many people it writes to
     * @param textVersion how often the first message was written; 0 while there is none
     */
    public record Content(
            @Nullable Template template,
            FollowUpPlan followUps,
            String defaultCountry,
            int recipients,
            int textVersion) {

        Content saying(Template first) {
            return new Content(first, followUps, defaultCountry, recipients, textVersion);
        }
    }

    /**
     * How fast it goes; the limits of the number hold besides.
     *
     * @param messageDelay between any two of its messages
     * @param contactDelay between the messages of two different people
     */
    public record Pace(Delay messageDelay, Delay contactDelay, BusinessHours hours) {}

    /**
     * What became of its messages, follow-ups included as soon as they are planned.
     *
     * @param total all of them; before the start, its recipients
     * @param sent everything that left, delivered and read included
     * @param replied how many people answered, see {@link io.staffetta.server.queue.CampaignReplies}
     */
    public record Counts(
            int total,
            int sent,
            int delivered,
            int read,
            int failed,
            int skipped,
            int unconfirmed,
            int inDoubt,
            int replied) {

        /** Everything else: what waits and what is on its way. */
        public int pending() {
            return total - sent - failed - skipped - unconfirmed - inDoubt;
        }
    }

    /**
     * When it did what, in real time; only {@code plannedStart} and {@code scheduledAt} are business time.
     *
     * @param plannedStart when a draft is meant to start, once somebody says so; null for at once
     * @param scheduledAt when it was or is to start by itself
     */
    public record Dates(
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant plannedStart,
            @Nullable Instant scheduledAt,
            @Nullable Instant startedAt,
            @Nullable Instant pausedAt,
            @Nullable Instant resumedAt,
            @Nullable Instant completedAt,
            @Nullable Instant stoppedAt) {}

    /**
     * Its user's own statement that the recipients agreed to be written to.
     *
     * @param by who stated it, as in the audit
     */
    public record Consent(String statement, String by, Instant at) {}

    /**
     * Why nothing goes.
     *
     * @param nextAt the next chance in business time, if known
     */
    public record Wait(WaitReason reason, @Nullable Instant nextAt) {}
}
