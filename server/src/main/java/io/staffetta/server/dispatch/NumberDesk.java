package io.staffetta.server.dispatch;

import io.staffetta.core.pacing.SendWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What one phone number may still send: its window, and the slots taken by messages that are on their way to being
 * sent. Shared by all sessions of the number. Confined to the dispatch loop.
 */
final class NumberDesk {

    private SendWindow window;
    private int reserved;

    NumberDesk(List<Instant> past) {
        this.window = new SendWindow(past);
    }

    /** Starts from the log again; what is reserved stays so. */
    void reload(List<Instant> past) {
        window = new SendWindow(past);
    }

    SendWindow.Decision check(Instant now, int perHour, int perDay, ZoneId zone) {
        return window.check(now, less(perHour), less(perDay), zone);
    }

    /** How many messages the limits leave room for, at least 0. */
    int room(Instant now, int perHour, int perDay, ZoneId zone) {
        int hour = window.roomThisHour(now, less(perHour));
        int day = window.roomToday(now, less(perDay), zone);
        return Math.min(hour, day);
    }

    void reserve(int slots) {
        reserved += slots;
    }

    void giveBack(int slots) {
        reserved -= slots;
    }

    /** A reserved slot was used at this business time. */
    void used(Instant at) {
        reserved--;
        window.record(at);
    }

    /** Nothing left at that time after all. */
    void unused(Instant at) {
        window.giveBack(at);
    }

    private int less(int limit) {
        return limit == SendWindow.UNLIMITED ? limit : Math.max(0, limit - reserved);
    }
}
