package io.staffetta.server.queue;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a lane looks like to whoever decides when its messages go.
 *
 * @param sessionPk the session it points to, or null
 * @param messageDelay between any two messages of a campaign
 * @param contactDelay between the messages of two different people
 * @param hours the campaign's hours; always open for direct messages
 * @param forcedDue when the first of those that a person forced may go, in business time; null if none waits
 * @param parkedKey the oldest restriction under which messages were set aside, or 0
 * @param waiting the wait that is written on the lane, if any
 */
public record LaneView(
        long id,
        long ownerId,
        @Nullable Long campaignId,
        @Nullable Long sessionPk,
        long epoch,
        LaneStatus status,
        boolean simulated,
        Delay messageDelay,
        Delay contactDelay,
        BusinessHours hours,
        @Nullable Head head,
        @Nullable Instant forcedDue,
        long parkedKey,
        @Nullable LaneWait waiting) {

    /** Whether the lane holds a session's direct messages. */
    public boolean direct() {
        return campaignId == null;
    }
}
