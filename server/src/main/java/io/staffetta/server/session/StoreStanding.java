package io.staffetta.server.session;

import java.time.Instant;

/**
 * How the store of sessions and credentials stands that this node writes beside the database.
 *
 * @param kind {@code mongodb}, or {@code none}
 * @param status {@code ok}, {@code connecting} or {@code unavailable}; nothing is lost meanwhile
 * @param since in real time
 * @param waiting how many sessions are to be written there yet
 */
public record StoreStanding(String kind, String status, Instant since, int waiting) {}
