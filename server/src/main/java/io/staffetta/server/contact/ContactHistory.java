package io.staffetta.server.contact;

import io.staffetta.core.message.MessageState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person with the latest of what went to and fro, newest first.
 *
 * @param optOut since when and why they want no messages, or null
 */
public record ContactHistory(Contact contact, @Nullable OptOut optOut, List<Sent> sent, List<Received> received) {

    /** A message to the person. */
    public record Sent(
            long id,
            @Nullable String campaignId,
            int step,
            MessageState state,
            @Nullable String reason,
            Instant createdAt,
            @Nullable Instant sentAt) {}

    /** A message from the person. */
    public record Received(long id, @Nullable String sessionId, String text, Instant at, Instant receivedAt) {}

    /** Leaves the person out, who does not belong in logs. */
    @Override
    public String toString() {
        return "ContactHistory[" + contact.id() + "]";
    }
}
