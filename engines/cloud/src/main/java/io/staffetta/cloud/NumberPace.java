package io.staffetta.cloud;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast a number may send: evenly, at most so many messages a second, and not at all while Meta asks for patience.
 * Thread-safe; time comes from outside, in nanoseconds from anywhere.
 */
final class NumberPace {

    /** How long it rests where Meta asks for patience and does not say for how long. */
    static final Duration SHORT_REST = Duration.ofSeconds(1);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** So much may be caught up on after a pause: messages do not come exactly when their turn does. */
    private static final long SLACK = Duration.ofMillis(250).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private long interval;
    private long next;
    private boolean started;

    NumberPace(int messagesPerSecond) {
        this.interval = SECOND / messagesPerSecond;
    }

    /** From now on so many. */
    void set(int messagesPerSecond) {
        lock.lock();
        try {
            interval = SECOND / messagesPerSecond;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next turn if it comes soon enough.
     *
     * @return how long to wait for it; longer than {@code patience} if it was not taken
     */
    Duration take(long now, Duration patience) {
        lock.lock();
        try {
            long turn = started ? later(next, now - SLACK) : now;
            Duration wait = Duration.ofNanos(Math.max(0, turn - now));
            if (wait.compareTo(patience) <= 0) {
                next = turn + interval;
                started = true;
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody's turn comes before this. */
    void hold(long now, Duration time) {
        lock.lock();
        try {
            long until = now + time.toNanos();
            next = started ? later(next, until) : until;
            started = true;
        } finally {
            lock.unlock();
        }
    }

    /** The later of two moments of a clock that may begin anywhere and overflow. */
    static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
