package io.staffetta.server.queue;

/**
 * A session that this node has just come to own.
 *
 * @param epoch the epoch under which it owns it; everything of an older epoch is void
 */
public record SessionTaken(long sessionPk, long epoch) {}
