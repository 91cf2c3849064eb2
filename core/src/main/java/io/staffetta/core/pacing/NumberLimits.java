package io.staffetta.core.pacing;

import java.time.ZoneId;

/**
 * What one session allows its number to send.
 *
 * @param perHour messages in any 60 minutes; {@link SendWindow#UNLIMITED} for no limit
 * @param perDay messages in a calendar day of {@code zone}; {@link SendWindow#UNLIMITED} for no limit
 */
public record NumberLimits(int perHour, int perDay, ZoneId zone) {

    /** These limits with so many messages fewer, for those that are on their way already. */
    NumberLimits less(int messages) {
        return new NumberLimits(less(perHour, messages), less(perDay, messages), zone);
    }

    private static int less(int limit, int messages) {
        return limit == SendWindow.UNLIMITED ? limit : Math.max(0, limit - messages);
    }
}
