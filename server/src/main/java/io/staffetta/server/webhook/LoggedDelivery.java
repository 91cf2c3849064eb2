package io.staffetta.server.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as its endpoint's owner sees it.
 *
 * @param eventId the {@code webhook-id} it is sent under
 * @param state {@code pending}, {@code delivered} or {@code failed}
 * @param reason why the last attempt failed, or {@code backlog_full}; null if it did not
 * @param attempts how often it was tried since it was last asked for
 * @param nextAt when it is tried next; null once it has ended
 * @param lastStatus of the last answer, if there was one
 * @param lastTookMs how long the last attempt took
 */
public record LoggedDelivery(
        long id,
        String eventId,
        String type,
        String state,
        @Nullable String reason,
        int attempts,
        @Nullable Instant nextAt,
        @Nullable Integer lastStatus,
        @Nullable Integer lastTookMs,
        Instant createdAt,
        @Nullable Instant doneAt) {}
