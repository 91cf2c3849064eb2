package io.staffetta.core.pacing;

import io.staffetta.core.message.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;

/**
 * What one number sent and when: the limiter's memory. An entry counts for the hour while it is less than 60 minutes
 * old, and for the day on its calendar day in the number's zone. Entries in the future count as well, so a clock that
 * is set back opens no window. Resolution: one microsecond, rounded to the cautious side.
 *
 * <p>Not thread-safe: confined to the one thread that decides for the number. Keeps little more than
 * twice the larger limit, or what still counts if that is more, at eight bytes an entry.
 */
public final class SendWindow {

    /** A limit that never strikes. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** The {@code next} of a limit of 0: not in any time that matters, and still storable everywhere. */
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final long HOUR = Duration.ofHours(1).toMillis() * 1000;
    private static final int SMALLEST = 16;
    private static final long[] NOTHING = {};
    private static final Decision FREE = new Decision.Free();

    private long[] micros;
    private int first;
    private int end;
    private long forgottenUpTo = Long.MIN_VALUE;

    /** Whether a number may send now. */
    public sealed interface Decision {

        /** It may; {@link #record} takes the slot. */
        record Free() implements Decision {}

        /**
         * It may not.
         *
         * @param reason {@code RATE_LIMIT} or {@code DAILY_CAP}
         * @param next the first moment at which it may if nothing else is sent, or {@link #NEVER}
         */
        record Full(WaitReason reason, Instant next) implements Decision {}
    }

    /** A window that remembers these sends, in any order. */
    public SendWindow(Collection<Instant> past) {
        micros = past.stream().mapToLong(SendWindow::cautious).sorted().toArray();
        end = micros.length;
    }

    /** Whether the number may send now. A limit of 0 or less lets nothing go; {@link #UNLIMITED} everything. */
    public Decision check(Instant now, int perHour, int perDay, ZoneId zone) {
        if (perHour == UNLIMITED && perDay == UNLIMITED) {
            forget();
            return FREE;
        }
        if (perDay <= 0) {
            return new Decision.Full(WaitReason.DAILY_CAP, NEVER);
        }
        if (perHour <= 0) {
            return new Decision.Full(WaitReason.RATE_LIMIT, NEVER);
        }
        drop(now, perHour, perDay, zone);
        Instant dayFree = dayFree(now, perDay, zone);
        Instant hourFree = hourFree(now, perHour);
        if (dayFree.isAfter(now)) {
            return new Decision.Full(WaitReason.DAILY_CAP, hourFree.isAfter(dayFree) ? hourFree : dayFree);
        }
        return hourFree.isAfter(now) ? new Decision.Full(WaitReason.RATE_LIMIT, hourFree) : FREE;
    }

    /** Takes a slot at this moment, whether or not there was room: a forced message counts too. */
    public void record(Instant at) {
        long entry = cautious(at);
        if (forgetful()) {
            forgottenUpTo = Math.max(forgottenUpTo, entry);
            return;
        }
        if (end == micros.length) {
            micros = Arrays.copyOfRange(micros, first, first + Math.max(SMALLEST, 2 * (end - first)));
            end -= first;
            first = 0;
        }
        int place = end;
        while (place > first && micros[place - 1] > entry) {
            place--;
        }
        System.arraycopy(micros, place, micros, place + 1, end - place);
        micros[place] = entry;
        end++;
    }

    /** Returns a slot that was taken at exactly this moment; does nothing if there is none. */
    public void giveBack(Instant at) {
        int place = Arrays.binarySearch(micros, first, end, cautious(at));
        if (place >= 0) {
            System.arraycopy(micros, place + 1, micros, place, end - place - 1);
            end--;
        }
    }

    /** How many more messages the last 60 minutes have room for; {@link #UNLIMITED} without a limit. */
    public int roomThisHour(Instant now, int perHour) {
        return perHour == UNLIMITED ? UNLIMITED : room(perHour, countAfter(floor(now) - HOUR));
    }

    /** How many more messages today, in this zone, has room for; {@link #UNLIMITED} without a limit. */
    public int roomToday(Instant now, int perDay, ZoneId zone) {
        return perDay == UNLIMITED ? UNLIMITED : room(perDay, countAfter(floor(startOfDay(now, zone)) - 1));
    }

    /**
     * Whether sends went unremembered because no limit was set at the time. A window that a limit is set for later must
     * then be built again from the log; until that is done it waits as if it were full.
     */
    public boolean forgetful() {
        return forgottenUpTo != Long.MIN_VALUE;
    }

    /** How many sends it remembers. */
    public int size() {
        return end - first;
    }

    /** Everything it remembers, ascending, in microseconds since the epoch. */
    long[] entries() {
        return Arrays.copyOfRange(micros, first, end);
    }

    static long cautious(Instant at) {
        return floor(at.plusNanos(999));
    }

    static long floor(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private void forget() {
        forgottenUpTo = Math.max(forgottenUpTo, end > first ? micros[end - 1] : Long.MIN_VALUE + 1);
        micros = NOTHING;
        first = 0;
        end = 0;
    }

    private Instant hourFree(Instant from, int perHour) {
        long free = Math.max(leaves(perHour), perHour == UNLIMITED ? Long.MIN_VALUE : forgottenUpTo);
        return free > floor(from) - HOUR ? instant(free + HOUR) : from;
    }

    private Instant dayFree(Instant from, int perDay, ZoneId zone) {
        long blocking = Math.max(leaves(perDay), perDay == UNLIMITED ? Long.MIN_VALUE : forgottenUpTo);
        if (blocking < floor(startOfDay(from, zone))) {
            return from;
        }
        return day(instant(blocking), zone).plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** The entry that has to stop counting before another may go: only the youngest {@code limit} ones ever matter. */
    private long leaves(int limit) {
        return limit <= end - first ? micros[end - limit] : Long.MIN_VALUE;
    }

    private void drop(Instant now, int perHour, int perDay, ZoneId zone) {
        // Only the youngest up to the limit matter. As many again are kept for those that are given back after the
        // clock
        // was ahead and returned.
        long kept = SMALLEST + 2L * Math.max(perHour == UNLIMITED ? 0 : perHour, perDay == UNLIMITED ? 0 : perDay);
        if (end - first <= kept) {
            return;
        }
        long old = Math.min(floor(now) - HOUR, floor(startOfDay(now, zone)) - 1);
        while (end - first > kept && micros[first] <= old) {
            first++;
        }
    }

    private int countAfter(long moment) {
        int count = 0;
        while (count < end - first && micros[end - 1 - count] > moment) {
            count++;
        }
        return forgottenUpTo > moment ? UNLIMITED : count;
    }

    private static int room(int limit, int used) {
        return Math.max(0, limit - used);
    }

    private static LocalDate day(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate();
    }

    private static Instant startOfDay(Instant at, ZoneId zone) {
        return day(at, zone).atStartOfDay(zone).toInstant();
    }
}
