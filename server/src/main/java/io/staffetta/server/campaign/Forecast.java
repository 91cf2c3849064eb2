package io.staffetta.server.campaign;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a campaign that has not started would take.
 *
 * @param people who get it
 * @param messages all of them, follow-ups included
 * @param startsAt now, or when it is scheduled, in business time
 * @param finishes with so many numbers each
 */
public record Forecast(int people, long messages, Instant startsAt, List<Finish> finishes) {

    /**
     * The end with some numbers.
     *
     * @param numbers how many numbers with the limits of its own share the people evenly
     * @param at when the last message goes, in business time; null if that is never
     * @param days how many calendar days of the number's time zone it touches, the first and the last included
     */
    public record Finish(
            int numbers, @Nullable Instant at, @Nullable Long days) {}
}
