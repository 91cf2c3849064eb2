package io.staffetta.server.queue;

/**
 * A number as one session sends from it.
 *
 * @param key the phone, or minus the session while the number is unknown: what limits count by
 */
public record SendingNumber(long key, long sessionPk) {}
