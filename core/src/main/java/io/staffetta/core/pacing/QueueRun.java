package io.staffetta.core.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;

/** Goes through a queue in thought, skipping whole hours and days once they repeat. Times are microseconds. */
final class QueueRun {

    static final long HOUR = 3_600_000_000L;
    private static final long DAY = 24 * HOUR;

    private final long gap;
    private final long horizon;
    private final Days days;
    private final BusinessHours hours;
    private final SendTimes times;

    private long next;
    private long closing = Long.MIN_VALUE;
    private long inStretch;
    private DayRecord today = new DayRecord(0, 0);
    private DayRecord yesterday = today;
    private DayRecord dayBefore = today;

    /** How the number's limit counts days. */
    record Days(ZoneId zone, int perDay) {}

    QueueRun(Instant now, Duration gap, Days days, BusinessHours hours, SendTimes times) {
        this.gap = gap.toNanos() / 1000;
        this.horizon = SendWindow.floor(now.plus(FinishEstimate.HORIZON));
        this.days = days;
        this.hours = hours;
        this.times = times;
        next = SendWindow.cautious(now);
        beginDay(next);
        today.before(Arrays.stream(times.toArray())
                .filter(time -> time >= today.start())
                .count());
    }

    /** Sends a batch after all earlier ones; false if that takes beyond the horizon. */
    boolean send(FinishEstimate.Batch batch) {
        if (batch.messages() == 0) {
            return true;
        }
        next = Math.max(next, SendWindow.cautious(batch.due()));
        inStretch = 0;
        today.touch();
        long left = batch.messages();
        while (left > 0) {
            DayRecord day = today;
            long at = earliest(next);
            if (at > horizon) {
                return false;
            }
            long skipped = day == today ? 0 : skipDays(left);
            left -= skipped == 0 ? sendAt(at, left) : skipped;
        }
        return true;
    }

    Instant last() {
        return SendWindow.instant(times.last());
    }

    private long sendAt(long at, long left) {
        times.add(at);
        today.sent(at);
        inStretch++;
        next = at + gap;
        return 1 + skipRounds(left - 1);
    }

    private long earliest(long from) {
        long at = times.free(from);
        while (at >= today.end() || today.count() >= days.perDay || at >= closing) {
            if (at < today.end() && today.count() >= days.perDay) {
                at = today.end();
            }
            if (at >= today.end()) {
                beginDay(at);
            }
            if (at >= closing) {
                at = open(at);
            }
            inStretch = 0;
        }
        return at;
    }

    private void beginDay(long at) {
        LocalDate date = SendWindow.instant(at).atZone(days.zone).toLocalDate();
        dayBefore = yesterday;
        yesterday = today;
        today = new DayRecord(startOf(date), startOf(date.plusDays(1)));
    }

    private long startOf(LocalDate date) {
        return SendWindow.floor(date.atStartOfDay(days.zone).toInstant());
    }

    private long open(long at) {
        Instant opening = hours.nextOpening(SendWindow.instant(at));
        Instant end = hours.nextClosing(opening);
        closing = end.equals(Instant.MAX) ? Long.MAX_VALUE : SendWindow.floor(end);
        return SendWindow.cautious(opening);
    }

    /** Skips rounds that repeat until the day or the hours end; returns how many messages that were. */
    private long skipRounds(long left) {
        int block = times.block();
        if (inStretch < 2L * block || inStretch % block != 0 || left < block || !times.repeats()) {
            return 0;
        }
        boolean endless = days.perDay == SendWindow.UNLIMITED;
        long end = Math.min(closing, endless ? horizon + HOUR : today.end());
        long rounds = (endless ? left : Math.min(left, days.perDay - today.count())) / block;
        long period = times.period();
        if (period > 0) {
            rounds = Math.min(rounds, (end - 1 - times.last()) / period);
        }
        if (rounds <= 0) {
            return 0;
        }
        times.shift(rounds * period);
        today.skipped(rounds, block, period);
        next = times.last() + gap;
        return rounds * block;
    }

    /**
     * Skips days that pass like the last two, until a clock is moved; returns how many messages that were. What a day
     * inherits lies in the hour before it, so after two like days a third one follows if it is as long.
     */
    private long skipDays(long left) {
        if (yesterday.end() != today.start() || !yesterday.repeats(dayBefore)) {
            return 0;
        }
        long alike = Math.min(left / yesterday.count(), (horizon - today.start()) / DAY + 1);
        alike = Math.min(alike, steadyDays(days.zone));
        alike = Math.min(alike, steadyDays(hours.zone()));
        if (alike <= 0) {
            return 0;
        }
        long messages = alike * yesterday.count();
        times.shift(alike * DAY);
        next = Math.max(times.last() + gap, today.start() + alike * DAY);
        closing = Long.MIN_VALUE;
        beginDay(next);
        today.touch();
        return messages;
    }

    /** How many days from today on are as long as the last two. */
    private long steadyDays(ZoneId zone) {
        ZoneOffsetTransition moved = zone.getRules().nextTransition(SendWindow.instant(dayBefore.start()));
        return moved == null ? Long.MAX_VALUE : (SendWindow.floor(moved.getInstant()) - today.start()) / DAY;
    }
}
