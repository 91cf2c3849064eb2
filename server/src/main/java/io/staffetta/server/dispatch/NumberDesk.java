package io.staffetta.server.dispatch;

import io.staffetta.core.pacing.NumberWindow;
import io.staffetta.core.pacing.SendWindow;
import java.time.Instant;

/**
 * What one phone number may still send, as far as this node knows: its window, and the slots taken by messages that are on
 * their way to being sent. Shared by all sessions of the number on this node. It keeps claims from being made in vain;
 * what counts is the look at the log when a message is marked. Confined to the dispatch loop.
 */
final class NumberDesk {

    private NumberWindow window;
    private int reserved;

    NumberDesk(NumberWindow window) {
        this.window = window;
    }

    /** Starts from the log again; what is reserved stays so. */
    void reload(NumberWindow now) {
        window = now;
    }

    /** Whether limits count that are set elsewhere, and may change without anybody saying so here. */
    boolean mixed() {
        return window.mixed();
    }

    SendWindow.Decision check(Instant now) {
        return window.check(now, reserved);
    }

    /** How many messages the limits leave room for, at least 0. */
    int room(Instant now) {
        return window.room(now, reserved);
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
}
