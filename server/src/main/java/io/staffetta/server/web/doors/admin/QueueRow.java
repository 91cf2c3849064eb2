package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.server.queue.MessageStory;
import io.staffetta.server.queue.MessageSummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of the queue, as this door shows it. Some things stand twice: clients of the document know them by
 * different names.
 *
 * @param session that sends it, or null if it is gone
 * @param sessionType the same as {@code session}
 * @param recipient digits; null once the person was erased
 * @param recipientNumber the same as {@code recipient}
 * @param text null once it cannot be told any more
 * @param messageBody the same as {@code text}
 * @param status one of {@link MessageWords}
 * @param reason a code of why it waits or ended, or null
 * @param scheduledFor when it gets its next chance, or was due; business time
 * @param lastError what went wrong, or null
 * @param errorLog the same as {@code lastError}
 */
record QueueRow(
        long id,
        @Nullable String session,
        @JsonProperty("session_type") @Nullable String sessionType,
        @Nullable String recipient,
        @JsonProperty("recipient_number") @Nullable String recipientNumber,
        @Nullable String text,
        @JsonProperty("message_body") @Nullable String messageBody,
        String status,
        @Nullable String reason,
        int attempts,
        @JsonProperty("last_error") @Nullable String lastError,
        @JsonProperty("error_log") @Nullable String errorLog,
        boolean forced,
        @Nullable String campaign,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("scheduled_for") Instant scheduledFor,
        @JsonProperty("sent_at") @Nullable Instant sentAt,
        @JsonProperty("updated_at") Instant updatedAt,
        List<EventDocument> events) {

    static QueueRow of(MessageStory story, @Nullable String text, List<EventDocument> events) {
        MessageSummary m = story.summary();
        String recipient = PrintedNumber.ofRecipient(m.phone());
        String error = MessageWords.error(m);
        return new QueueRow(
                m.id(),
                m.sessionId(),
                m.sessionId(),
                recipient,
                recipient,
                text,
                text,
                MessageWords.of(m.state()),
                m.reason(),
                m.attempts(),
                error,
                error,
                m.forced(),
                m.campaignId(),
                m.createdAt(),
                m.nextAt() == null ? m.dueAt() : m.nextAt(),
                m.sentAt(),
                m.updatedAt(),
                events);
    }

    /** Leaves out recipient and text. */
    @Override
    public String toString() {
        return "QueueRow[" + id + " " + status + "]";
    }
}
