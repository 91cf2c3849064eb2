package io.staffetta.server.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message with everything that is known of it.
 *
 * @param body the text of a direct message; that of a campaign's is rendered from the fields below
 * @param content what a direct message is made of besides its text
 * @param campaignPk the campaign's key, or null
 * @param timeline what happened to it, in order
 */
public record MessageStory(
        MessageSummary summary,
        @Nullable String body,
        MessageContent content,
        @Nullable Long campaignPk,
        @Nullable Long recipientId,
        int stepVersion,
        @Nullable Instant expiresAt,
        List<Step> timeline) {

    /**
     * Something that happened.
     *
     * @param at real time
     * @param phase a state, or a step of the human sequence
     * @param sessionId the user's name of the session concerned, if it still exists
     * @param nextAt business time
     */
    public record Step(
            Instant at,
            String phase,
            @Nullable String sessionId,
            @Nullable String reason,
            @Nullable Integer attempt,
            @Nullable Instant nextAt) {}

    /** Leaves recipient and text out, which do not belong in logs. */
    @Override
    public String toString() {
        return "MessageStory[" + summary.id() + "]";
    }
}
