package io.staffetta.server.queue;

/** Told that something waits in a lane that did not before, or may go now. A hint: losing one costs seconds. */
@FunctionalInterface
public interface LaneHint {

    /** Something about this lane changed and is committed. Returns at once. */
    void changed(long laneId);
}
