package io.staffetta.waha;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one scheduler behind all sessions: one thread keeps the time, looks run on virtual threads, a bounded number of
 * them at once. An idle session is one waiting entry in it.
 */
final class Pulse implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    private static final int LOOKS_AT_ONCE = 64;
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(20);

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadFactory virtual =
            Thread.ofVirtual().name("waha-look-", 0).factory();
    private final Semaphore places = new Semaphore(LOOKS_AT_ONCE);
    private final RandomGenerator random;

    Pulse(RandomGenerator random) {
        this.random = random;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("waha-pulse").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * A beat that rests until it is first told to come.
     *
     * @param look what is done at each beat; answers how long to wait until the next, give or take a quarter. Never runs
     *     twice at once.
     */
    Beat beat(Supplier<Duration> look) {
        return new Beat(look);
    }

    /** No beat comes any more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One session's place. */
    final class Beat {

        private final Supplier<Duration> look;
        private @Nullable Future<?> next;
        private boolean running;
        private boolean again;
        private boolean stopped;

        private Beat(Supplier<Duration> look) {
            this.look = look;
        }

        /** Looks at once, or once more if it is looking right now. */
        synchronized void soon() {
            if (stopped) {
                return;
            }
            if (running) {
                again = true;
                return;
            }
            if (next != null) {
                next.cancel(false);
            }
            start();
        }

        /** Never looks again. */
        synchronized void stop() {
            stopped = true;
            if (next != null) {
                next.cancel(false);
            }
        }

        private synchronized void start() {
            if (!stopped && !running) {
                running = true;
                virtual.newThread(this::run).start();
            }
        }

        private void run() {
            Duration pause = AFTER_TROUBLE;
            try {
                places.acquire();
                try {
                    pause = look.get();
                } finally {
                    places.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.error("looking after a session failed", e);
            }
            finished(pause);
        }

        private synchronized void finished(Duration pause) {
            running = false;
            if (stopped) {
                return;
            }
            if (again) {
                again = false;
                start();
                return;
            }
            try {
                next = timer.schedule(this::start, jittered(pause), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                stopped = true;
            }
        }

        private long jittered(Duration pause) {
            long millis = Math.max(1, pause.toMillis());
            return millis - millis / 4 + random.nextLong(millis / 2 + 1);
        }
    }
}
