package io.staffetta.server.queue;

import org.jspecify.annotations.Nullable;

/**
 * What moving a lane to another session did.
 *
 * @param epoch the lane's new epoch; nothing claimed under an older one can be marked as sending any more
 * @param oldSessionPk the session it pointed to, or null
 * @param released claimed messages that went back into the queue
 * @param inFlight messages already handed to the old session's engine; they end there
 */
public record LaneMove(long epoch, @Nullable Long oldSessionPk, int released, int inFlight) {}
