package io.staffetta.cloud;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** When connections look whether their number is still well: one clock for all, never many looks at the same moment. */
final class Rounds implements AutoCloseable {

    private static final int AT_ONCE = 32;
    /** Looks that were planned at the same moment drift apart by up to this part of their wait. */
    private static final double JITTER = 0.1;

    private final ScheduledThreadPoolExecutor clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final RandomGenerator random;

    Rounds(RandomGenerator random) {
        this.random = random;
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("cloud-rounds").factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Runs this in a thread of its own after the wait or a little later, unless all is closed by then. */
    void after(Duration wait, Runnable look) {
        long nanos = wait.toNanos();
        long later = nanos == 0 ? 0 : random.nextLong((long) (nanos * JITTER) + 1);
        try {
            var _ = clock.schedule(() -> start(look), nanos + later, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: there is nothing to look after any more.
        }
    }

    private void start(Runnable look) {
        Thread.ofVirtual().name("cloud-look").start(() -> {
            places.acquireUninterruptibly();
            try {
                look.run();
            } finally {
                places.release();
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
