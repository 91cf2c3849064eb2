package io.staffetta.server.queue;

import io.staffetta.core.engine.SendOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that the other side refused, at once or after it had taken it.
 *
 * @param campaignId null if it is none of a campaign's
 * @param phone whom it was for, E.164 digits without a plus
 * @param refusal why, and how far that reaches
 * @param at when, in real time
 */
public record RefusedMessage(
        long id,
        long ownerId,
        long sessionPk,
        @Nullable Long campaignId,
        long phone,
        SendOutcome.Refused refusal,
        Instant at) {

    /** One that was refused when it was handed over. */
    public static RefusedMessage of(Claimed claim, SendOutcome.Refused refusal, Instant at) {
        return new RefusedMessage(
                claim.id(), claim.ownerId(), claim.sessionPk(), claim.campaignId(), claim.phone(), refusal, at);
    }

    static RefusedMessage of(MessageRow row, Word.Undelivered word) {
        return new RefusedMessage(
                row.id(), row.ownerId(), word.sessionPk(), row.campaignId(), row.phone(), word.refusal(), word.at());
    }

    /** Leaves the person out, who does not belong in logs. */
    @Override
    public String toString() {
        return "RefusedMessage[" + id + ", " + refusal.detail() + "]";
    }
}
