package io.staffetta.server.session;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.server.queue.Lanes;
import org.springframework.stereotype.Component;

/** Lets the direct messages go of a session that is deleted: what waits is cancelled. */
@Component
final class LaneRemoval implements SessionRemoval {

    private final Lanes lanes;

    LaneRemoval(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public void hold(long sessionPk) {
        lanes.lockAllOf(sessionPk);
    }

    @Override
    public void beforeDelete(long ownerId, long sessionPk) {
        long direct = lanes.directOf(sessionPk);
        lanes.setStatus(direct, LaneStatus.CLOSED);
        lanes.move(direct, null);
    }
}
