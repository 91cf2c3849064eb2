package io.staffetta.server.dispatch;

import io.staffetta.server.queue.LaneHint;
import org.springframework.stereotype.Component;

/** Passes the queue's hints on to the dispatcher. */
@Component
class LaneHints implements LaneHint {

    private final Dispatcher dispatcher;

    LaneHints(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public void changed(long laneId) {
        dispatcher.laneChanged(laneId);
    }
}
