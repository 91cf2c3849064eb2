package io.staffetta.waha;

import java.time.Duration;

/** How long the looks of one beat may take in all, so that a slow WAHA does not keep the session from being asked after. */
final class Budget {

    private final long end;

    private Budget(long end) {
        this.end = end;
    }

    /** This long from now on. */
    static Budget of(Duration time) {
        return new Budget(System.nanoTime() + time.toNanos());
    }

    /** Whether another call may begin. */
    boolean left() {
        return System.nanoTime() - end < 0;
    }
}
