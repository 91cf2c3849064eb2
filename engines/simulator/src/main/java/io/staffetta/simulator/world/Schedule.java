package io.staffetta.simulator.world;

import io.staffetta.core.pacing.BusinessTime;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs things when their time has come in the simulator's time: one thread waits for all of them, each runs on a virtual
 * thread. Nothing scheduled costs nothing. Thread-safe.
 */
final class Schedule implements AutoCloseable {

    /** Even if nobody says so, a clock that was set is noticed after this long. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Duration SHORTEST_WAIT = Duration.ofNanos(100_000);

    private final BusinessTime time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Due> waiting = new PriorityQueue<>();
    private long order;
    private boolean closed;

    private record Due(Instant at, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    Schedule(BusinessTime time) {
        this.time = time;
        Thread.ofPlatform().name("simulator-timer").daemon().start(this::run);
    }

    /** The simulator's time now. */
    Instant now() {
        return time.now(true);
    }

    /** Runs the task after this much of the simulator's time; without delay at once, on the caller's thread. */
    void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            at(now().plus(delay), task);
        }
    }

    /** Runs the task at this time, never on the caller's thread. */
    void at(Instant at, Runnable task) {
        lock.lock();
        try {
            Due due = new Due(at, order++, task);
            waiting.add(due);
            if (due.equals(waiting.peek())) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks again at what is due: the clock was set. */
    void lookAgain() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                Due next = waiting.peek();
                if (next == null) {
                    changed.await();
                } else if (!next.at().isAfter(now())) {
                    waiting.remove();
                    Thread.startVirtualThread(next.task());
                } else {
                    changed.await(waitFor(next).toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private Duration waitFor(Due next) {
        Duration wait = time.real(true, Duration.between(now(), next.at()));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            return LONGEST_WAIT;
        }
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
