package io.staffetta.core.pacing;

import java.time.Instant;

/**
 * When a campaign will be done.
 *
 * @param early one run in ten is done before
 * @param likely as many runs are done before as after
 * @param late one run in ten is done after
 */
public record FinishRange(Instant early, Instant likely, Instant late) {}
