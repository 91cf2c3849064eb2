package io.staffetta.server.queue;

/**
 * A message that is committed to the queue.
 *
 * @param laneId where it waits
 * @param repeated whether an earlier request with the same idempotency key brought it
 */
public record Accepted(long id, long laneId, boolean repeated) {}
