package io.staffetta.server.queue;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.WaitReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a queued message has not gone yet, put together from what stands on the message, on its lane and on the lane's
 * session.
 *
 * @param nextAt its next chance in business time, if known
 */
record MessageWait(WaitReason reason, @Nullable Instant nextAt) {

    /**
     * What it is put together from.
     *
     * @param own the reason on the message
     * @param ofLane the reason on the lane
     * @param sessionUp whether the lane's session can send
     * @param parked whether the message is set aside under a restriction
     * @param forced whether limits and hours do not strike it
     */
    record Facts(
            WaitReason own,
            Instant dueAt,
            LaneStatus lane,
            @Nullable WaitReason ofLane,
            @Nullable Instant laneNextAt,
            boolean sessionUp,
            boolean parked,
            @Nullable Instant restrictedUntil,
            boolean forced) {}

    /** The reason to show at this business time: what holds it up for longest comes first. */
    static MessageWait of(Facts facts, Instant now) {
        if (facts.lane() == LaneStatus.PAUSED) {
            return new MessageWait(WaitReason.PAUSED, null);
        }
        // What was to go at once waits for no clock: its time lies ahead only where one was set back.
        if (facts.dueAt().isAfter(now) && facts.own() != WaitReason.NEW) {
            return new MessageWait(facts.own(), facts.dueAt());
        }
        if (!facts.sessionUp()) {
            return new MessageWait(WaitReason.SESSION_DOWN, null);
        }
        if (facts.parked()) {
            return new MessageWait(WaitReason.RESTRICTED, facts.restrictedUntil());
        }
        if (facts.ofLane() != null && !facts.forced()) {
            return new MessageWait(facts.ofLane(), facts.laneNextAt());
        }
        return new MessageWait(facts.own(), null);
    }
}
