package io.staffetta.server.campaign;

import io.staffetta.core.campaign.CampaignStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's campaigns, in which order; null asks for nothing.
 *
 * @param sessionId those that send from this session
 * @param search a part of the name or the reference
 */
public record CampaignFilter(
        @Nullable CampaignStatus status,
        @Nullable String sessionId,
        @Nullable String search,
        Order order) {

    /** By age. */
    public enum Order {
        /** The first made first. */
        OLDEST,
        /** The last made first. */
        NEWEST
    }

    /** All of them, the oldest first. */
    public static final CampaignFilter ALL = new CampaignFilter(null, null, null, Order.OLDEST);
}
