package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as lists show it, without its text.
 *
 * @param campaignId the campaign's public id, or null for a direct message
 * @param sessionId the user's name of the session that sent it, or that it waits for; null if that is gone
 * @param phone E.164 digits; below 0 if the person was erased
 * @param textVersion which version of its campaign's text it says, or is to say if it went now; 1 for a direct one
 * @param reason why it waits or ended, or null
 * @param nextAt when something waiting gets its next chance, in business time, if known
 */
public record MessageSummary(
        long id,
        @Nullable String campaignId,
        @Nullable String sessionId,
        long phone,
        int step,
        int textVersion,
        MessageKind kind,
        MessageState state,
        @Nullable String reason,
        @Nullable Instant nextAt,
        int attempts,
        boolean forced,
        @Nullable String lastError,
        Instant createdAt,
        Instant dueAt,
        @Nullable Instant sendingAt,
        @Nullable Instant sentAt,
        Instant updatedAt) {

    /** Leaves the recipient out, who does not belong in logs. */
    @Override
    public String toString() {
        return "MessageSummary[" + id + " " + state.code() + "]";
    }
}
