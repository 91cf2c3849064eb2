package io.staffetta.server.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that a user wants to be told at.
 *
 * @param events types, all of a kind such as {@code message.*}, or {@code *}
 * @param sessionId only what happens with this session, or null for all
 * @param campaignId only what happens in this campaign (its public id), or null for all
 * @param disabledReason why nothing is sent: {@code by_user}, {@code gone}, {@code failing},
 *     {@code secret_unreadable}, {@code restored}; null while it is enabled
 * @param failingSince since when nothing but failures came back; null while things go well
 * @param secretsVersion another one after every change of its secrets
 */
public record Endpoint(
        long id,
        long ownerId,
        String url,
        String description,
        List<String> events,
        @Nullable String sessionId,
        @Nullable String campaignId,
        boolean enabled,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt,
        @Nullable Instant failingSince,
        int secretsVersion,
        Instant createdAt,
        Instant updatedAt) {

    /** Copies what could change. */
    public Endpoint {
        events = List.copyOf(events);
    }
}
