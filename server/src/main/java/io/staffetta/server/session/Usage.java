package io.staffetta.server.session;

/**
 * How much a number has handed to its engine.
 *
 * @param lastHour in the last 60 minutes
 * @param today in the calendar day of its zone
 */
public record Usage(int lastHour, int today) {}
