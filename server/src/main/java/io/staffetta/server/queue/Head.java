package io.staffetta.server.queue;

import java.time.Instant;

/**
 * The first message waiting in a lane.
 *
 * @param dueAt business time
 */
public record Head(long messageId, Instant dueAt) {}
