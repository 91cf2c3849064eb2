package io.staffetta.server.session;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The keys of sessions that changed and are not written elsewhere yet: each once, however often it changed. */
final class Backlog {

    private static final int AT_ONCE = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Set<Long> changed = new HashSet<>();
    /** Taken, and not written for sure. */
    private List<Long> taken = List.of();

    private boolean closed;

    void add(long sessionPk) {
        lock.lock();
        try {
            changed.add(sessionPk);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a part of them: at once, or when there is something, or nothing after this time.
     *
     * @param anyway whether to wait for the whole time even if there is something
     */
    List<Long> take(Duration patience, boolean anyway) {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (!closed && nanos > 0 && (anyway || changed.isEmpty())) {
                nanos = news.awaitNanos(nanos);
            }
            taken = changed.stream().limit(AT_ONCE).toList();
            taken.forEach(changed::remove);
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is written. */
    void written() {
        lock.lock();
        try {
            taken = List.of();
        } finally {
            lock.unlock();
        }
    }

    /** What was taken could not be written. */
    void giveBack() {
        lock.lock();
        try {
            changed.addAll(taken);
            taken = List.of();
        } finally {
            lock.unlock();
        }
    }

    boolean holds(long sessionPk) {
        lock.lock();
        try {
            return changed.contains(sessionPk) || taken.contains(sessionPk);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return changed.size() + taken.size();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits here any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
