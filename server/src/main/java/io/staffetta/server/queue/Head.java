package io.staffetta.server.queue;

import java.time.Instant;

/**
 * The first message waiting in a lane.
 *
 * @param dueAt business time
 * @param atOnce whether nobody put it off: then its time says only when its turn is, and lies ahead only if a clock was set
 *     back
 */
public record Head(long messageId, Instant dueAt, boolean atOnce) {}
