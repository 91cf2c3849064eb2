package io.staffetta.core.simulation;

import io.staffetta.core.delivery.SendingGuard;
import io.staffetta.core.pacing.NumberLimits;
import java.time.Instant;
import java.util.Set;

/** One claimed message on its way through a node; gone when the node is. */
final class Handing {

    final Message message;
    final Session session;
    final long ownerEpoch;
    final long laneEpoch;
    /** What could be seen at the claim. */
    final SendingGuard.Facts early;

    boolean calledOff;
    boolean marked;
    int attempt;
    int connection;
    Instant markedAt = Instant.MIN;
    Set<NumberLimits> limits = Set.of();

    Handing(Message message, Session session, SendingGuard.Facts early) {
        this.message = message;
        this.session = session;
        this.ownerEpoch = message.ownerEpoch;
        this.laneEpoch = message.laneEpoch;
        this.early = early;
    }

    /** Whether the row is still claimed by this very handing. */
    boolean holds() {
        return message.state == io.staffetta.core.message.MessageState.CLAIMED
                && message.session == session
                && message.ownerEpoch == ownerEpoch
                && message.laneEpoch == laneEpoch;
    }
}
