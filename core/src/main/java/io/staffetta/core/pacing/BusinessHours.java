package io.staffetta.core.pacing;

import io.staffetta.core.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/**
 * The hours of the day in which messages may go, by the wall clock of a zone. An hour that the clock skips in spring
 * does not exist, one that it repeats in autumn counts twice.
 *
 * @param enabled whether they are observed at all; otherwise it is always open
 * @param startHour the first hour, 0 to 23
 * @param endHour the hour at whose beginning it closes, 0 to 24; before {@code startHour} the hours run overnight, equal
 *     to it they are the whole day
 */
public record BusinessHours(boolean enabled, int startHour, int endHour, ZoneId zone) {

    /**
     * Checked hours.
     *
     * @throws Problem {@code invalid_hours} if an hour is none
     */
    public BusinessHours {
        if (startHour < 0 || startHour > 23 || endHour < 0 || endHour > 24) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_hours",
                    "Hours start at 0 to 23 and end at 0 to 24, not " + startHour + " and " + endHour + ".");
        }
    }

    /** Always open. */
    public static BusinessHours always(ZoneId zone) {
        return new BusinessHours(false, 0, 24, zone);
    }

    /** Whether messages may go at this moment. */
    public boolean open(Instant at) {
        return wholeDay() || within(at.atZone(zone).getHour());
    }

    /** This moment if it is open, else the next one that is. */
    public Instant nextOpening(Instant from) {
        Instant at = from;
        while (!open(at)) {
            at = nextChange(at);
        }
        return at;
    }

    /** The first closed moment from here on; {@link Instant#MAX} if it never closes. */
    Instant nextClosing(Instant from) {
        if (wholeDay()) {
            return Instant.MAX;
        }
        Instant at = from;
        while (open(at)) {
            at = nextChange(at);
        }
        return at;
    }

    private boolean wholeDay() {
        return !enabled || (endHour - startHour) % 24 == 0;
    }

    private boolean within(int hour) {
        return startHour < endHour ? startHour <= hour && hour < endHour : startHour <= hour || hour < endHour;
    }

    /** The next moment at which the wall clock passes one of the hours, or is moved. */
    private Instant nextChange(Instant after) {
        ZoneOffsetTransition moved = zone.getRules().nextTransition(after);
        Instant change = moved == null ? Instant.MAX : moved.getInstant();
        LocalDate day = LocalDate.ofInstant(after, zone);
        for (LocalDate date = day; !date.isAfter(day.plusDays(2)); date = date.plusDays(1)) {
            change = sooner(change, after, date.atTime(startHour, 0));
            change = sooner(change, after, date.atStartOfDay().plusHours(endHour));
        }
        return change;
    }

    /** That change, or the first time that the wall clock shows this hour if it is sooner. */
    private Instant sooner(Instant change, Instant after, LocalDateTime hour) {
        Instant sooner = change;
        for (ZoneOffset offset : zone.getRules().getValidOffsets(hour)) {
            Instant at = hour.toInstant(offset);
            if (at.isAfter(after) && at.isBefore(sooner)) {
                sooner = at;
            }
        }
        return sooner;
    }
}
