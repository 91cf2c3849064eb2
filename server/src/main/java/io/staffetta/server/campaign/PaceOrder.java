package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How fast a campaign is to go; null leaves a part as it is, or as usual for a new campaign.
 */
public record PaceOrder(
        @Nullable Delay messageDelay,
        @Nullable Delay contactDelay,
        @Nullable Hours hours) {

    /** Nothing is asked for. */
    public static final PaceOrder USUAL = new PaceOrder(null, null, null);

    /**
     * In which hours of the day it may send.
     *
     * @param endHour exclusive; null parts are those of {@link #DEFAULT}
     * @param timeZone such as {@code Europe/Rome}; null for the user's own
     */
    public record Hours(
            boolean enabled,
            int startHour,
            int endHour,
            @Nullable String timeZone) {

        /** At any hour; should they be switched on, from 9 to 18. */
        public static final Hours DEFAULT = new Hours(false, 9, 18, null);

        /**
         * Checked hours.
         *
         * @throws Problem {@code invalid_hours} or {@code invalid_time_zone}
         */
        public Hours {
            var _ = new BusinessHours(enabled, startHour, endHour, zone(timeZone == null ? "UTC" : timeZone));
        }

        private static ZoneId zone(String name) {
            try {
                return ZoneId.of(name);
            } catch (DateTimeException e) {
                throw new Problem(Problem.Kind.INVALID, "invalid_time_zone", "There is no time zone " + name + ".");
            }
        }
    }
}
