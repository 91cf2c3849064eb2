package io.staffetta.server.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message taken for sending; nothing has left yet, and the claim holds only while its owner does.
 *
 * @param laneEpoch the lane's epoch at the claim
 * @param body the text of a direct message, or null for one of a campaign
 * @param content what a direct message is made of besides its text
 * @param attempts attempts made so far
 */
public record Claimed(
        long id,
        long ownerId,
        long laneId,
        long laneEpoch,
        long sessionPk,
        long ownerEpoch,
        @Nullable Long campaignId,
        @Nullable Long recipientId,
        int step,
        int stepVersion,
        long phone,
        @Nullable String body,
        MessageContent content,
        boolean forced,
        int attempts,
        Instant dueAt) {

    /** Leaves recipient and text out, which do not belong in logs. */
    @Override
    public String toString() {
        return "Claimed[" + id + "]";
    }
}
