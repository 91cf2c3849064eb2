package io.staffetta.server.queue;

import io.staffetta.core.message.WaitReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wait that strikes all of a lane.
 *
 * @param nextAt the next chance in business time, if known
 */
public record LaneWait(WaitReason reason, @Nullable Instant nextAt) {}
