package io.staffetta.core.pacing;

import java.time.ZoneId;

/**
 * What one session allows its number to send.
 *
 * @param perHour messages in any 60 minutes; {@link SendWindow#UNLIMITED} for no limit
 * @param perDay messages in a calendar day of {@code zone}; {@link SendWindow#UNLIMITED} for no limit
 */
public record NumberLimits(int perHour, int perDay, ZoneId zone) {

    /** The highest limit that can be set. It stands for none: nothing is counted for it. */
    public static final int HIGHEST = 10_000_000;

    /** Limits as they are set on a session. */
    public static NumberLimits asSet(int perHour, int perDay, ZoneId zone) {
        return new NumberLimits(orNone(perHour), orNone(perDay), zone);
    }

    /** Whether they never strike. */
    public boolean none() {
        return perHour == SendWindow.UNLIMITED && perDay == SendWindow.UNLIMITED;
    }

    /** These limits with so many messages fewer, for those that are on their way already. */
    NumberLimits less(int messages) {
        return new NumberLimits(less(perHour, messages), less(perDay, messages), zone);
    }

    private static int orNone(int limit) {
        return limit < HIGHEST ? limit : SendWindow.UNLIMITED;
    }

    private static int less(int limit, int messages) {
        return limit == SendWindow.UNLIMITED ? limit : Math.max(0, limit - messages);
    }
}
