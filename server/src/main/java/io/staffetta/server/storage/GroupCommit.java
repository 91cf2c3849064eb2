package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Commits what many threads want to write in few transactions. One writer takes whatever has gathered, writes it in one
 * transaction, and answers each thread after the commit: an answer means that it is on disk. An idle writer takes an item
 * at once; a busy one takes what came during its last commit, and waits up to {@link Settings#linger} for the threads that
 * it has just answered.
 *
 * <p>A batch that fails is split until the items that spoil it fail alone. Deadlocks, serialization failures and lost
 * connections are tried again. Thread-safe.
 *
 * @param <T> what a thread wants written
 * @param <R> what it is answered
 */
public final class GroupCommit<T, R> implements AutoCloseable {

    /**
     * Writes a batch. May be called several times for the same items, so it has no effect but on the connection; it
     * neither commits nor rolls back.
     */
    @FunctionalInterface
    public interface Work<T, R> {

        /** Writes these items and answers one result for each, in their order. */
        List<R> write(Connection connection, List<T> items) throws SQLException;
    }

    /** What happens when the connection breaks during the commit, so that nobody knows whether it took place. */
    public enum LostCommit {
        /** The threads get the problem {@code outcome_unknown}. */
        REPORT,
        /** The batch is written again: the work recognises what it has already written. */
        REPEAT
    }

    /**
     * How a writer works.
     *
     * @param maxBatch most items in one transaction
     * @param linger longest wait for more items while busy
     * @param capacity most items that wait; further threads wait for room
     * @param patience how long a thread waits for room, and how long failures that pass are tried again
     */
    public record Settings(int maxBatch, Duration linger, int capacity, Duration patience, LostCommit lostCommit) {

        private static final Duration LONGEST_LINGER = Duration.ofMillis(5);

        /** Checks the limits. */
        public Settings {
            if (maxBatch < 1 || capacity < maxBatch || linger.isNegative() || linger.compareTo(LONGEST_LINGER) > 0) {
                throw new IllegalArgumentException(
                        "batch " + maxBatch + ", capacity " + capacity + ", linger " + linger);
            }
        }

        /** 512 items, 1 ms, 20,000 waiting, 10 s, lost commits reported. */
        public static Settings standard() {
            return new Settings(512, Duration.ofMillis(1), 20_000, Duration.ofSeconds(10), LostCommit.REPORT);
        }

        /** The same with another largest batch. */
        public Settings withMaxBatch(int items) {
            return new Settings(items, linger, Math.max(items, capacity), patience, lostCommit);
        }

        /** The same with another answer to a commit whose outcome nobody knows. */
        public Settings withLostCommit(LostCommit answer) {
            return new Settings(maxBatch, linger, capacity, patience, answer);
        }
    }

    /**
     * What a writer has done since it started.
     *
     * @param commits transactions committed
     * @param items items committed
     * @param retries transactions begun again after a failure that passes
     * @param failures items that failed
     * @param waiting items that wait now
     */
    public record Counters(long commits, long items, long retries, long failures, int waiting) {}

    /** Hears of every transaction that was committed. Called by the writer's thread, so it has to be quick. */
    @FunctionalInterface
    public interface Watch {

        /**
         * A batch is on disk.
         *
         * @param writer the name of the writer
         * @param items how many items were in it
         * @param took from the begin of the transaction to its end, further tries included
         */
        void committed(String writer, int items, Duration took);
    }

    private final String name;
    private final Settings settings;
    private final BatchCommit<T, R> commit;
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Waiting<T, R>> queue = new ArrayDeque<>();
    private int wanted = 1;
    private boolean closed;

    /**
     * Starts a writer.
     *
     * @param name for threads, logs and metrics, such as {@code sending-marks}
     */
    public GroupCommit(String name, DataSource dataSource, Settings settings, Work<T, R> work) {
        this(name, dataSource, settings, work, (writer, items, took) -> {});
    }

    /** Starts a writer that is watched. */
    public GroupCommit(String name, DataSource dataSource, Settings settings, Work<T, R> work, Watch watch) {
        this.name = name;
        this.settings = settings;
        this.commit = new BatchCommit<>(name, dataSource, settings, work, watch);
        this.writer = Thread.ofVirtual().name("commit-" + name).start(this::write);
    }

    /** The name it was given. */
    public String name() {
        return name;
    }

    /**
     * Writes this item and answers when it is committed.
     *
     * @throws Problem {@code busy} when there is no room in time or the writer is closed; {@code outcome_unknown}; or
     *     whatever the work threw for this item, with an {@link SQLException} as a Spring {@code DataAccessException}
     */
    public R submit(T item) {
        try {
            return submitAsync(item).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Hands over this item; the future ends after its commit. What is chained to it without {@code Async} runs on the
     * writer and must be short. Blocks only while there is no room.
     *
     * @throws Problem {@code busy} when there is no room in time or the writer is closed
     */
    public CompletableFuture<R> submitAsync(T item) {
        Waiting<T, R> waiting = new Waiting<>(item, new CompletableFuture<>());
        lock.lock();
        try {
            awaitRoom();
            queue.add(waiting);
            if (queue.size() >= wanted) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        return waiting.result();
    }

    /** What it has done so far. */
    public Counters counters() {
        lock.lock();
        try {
            return commit.counters(queue.size());
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, writes what waits, and returns when that is done. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRoom() {
        long nanos = settings.patience().toNanos();
        while (!closed && queue.size() >= settings.capacity() && nanos > 0) {
            try {
                nanos = room.awaitNanos(nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                nanos = 0;
            }
        }
        if (closed || queue.size() >= settings.capacity()) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "busy", "too much waits to be written, try again");
        }
    }

    private void write() {
        int last = 1;
        long end = System.nanoTime();
        while (true) {
            boolean busy = System.nanoTime() - end < settings.linger().toNanos();
            List<Waiting<T, R>> batch = take(busy ? last : 1);
            if (batch.isEmpty()) {
                return;
            }
            commit.run(batch);
            last = batch.size();
            end = System.nanoTime();
        }
    }

    /** Waits for a first item, then a little for this many; empty once closed and drained. */
    private List<Waiting<T, R>> take(int expected) {
        lock.lock();
        try {
            wanted = 1;
            while (queue.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            wanted = expected;
            linger();
            List<Waiting<T, R>> batch = new ArrayList<>(Math.min(queue.size(), settings.maxBatch()));
            while (batch.size() < settings.maxBatch() && !queue.isEmpty()) {
                batch.add(queue.remove());
            }
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void linger() {
        long nanos = settings.linger().toNanos();
        try {
            while (queue.size() < wanted && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts the writer on purpose; it ends by close() alone.
            wanted = 1;
        }
    }

    /** An item and where its thread waits. */
    record Waiting<T, R>(T item, CompletableFuture<R> result) {}
}
