package io.staffetta.server.access;

/**
 * The first user exists now. Published after commit, on the node where it happened.
 *
 * @param ownerId the user made at set-up
 */
public record SetUpDone(long ownerId) {}
