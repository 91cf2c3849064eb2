package io.staffetta.server.queue;

import java.time.Instant;

/**
 * A look at the head of one lane for one session.
 *
 * @param key which part of the lane: 0 for what waits in order, -1 for what was forced, above 0 for what was set aside
 *     under that restriction
 * @param now business time: what was put off until later stays
 * @param upTo business time, now or later: what was to go at once is taken up to there
 * @param most how many messages to take at most
 */
public record Probe(long laneId, long sessionPk, long ownerEpoch, long key, Instant now, Instant upTo, int most) {

    /** Looks for what is due by the clock. */
    public Probe(long laneId, long sessionPk, long ownerEpoch, long key, Instant now, int most) {
        this(laneId, sessionPk, ownerEpoch, key, now, now, most);
    }
}
