package io.staffetta.server.session;

import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.core.session.SessionTrigger.Tenure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the sessions that this node has taken to what their users want, a limited number at a time, so that a start with
 * thousands of them leaves room for everything else.
 */
final class Restore {

    private static final Logger log = LoggerFactory.getLogger(Restore.class);
    /** A session that takes longer to come up than this gives its place to the next one, and goes on by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supervisor supervisor;
    private final Executor threads;
    private final Semaphore places;
    private volatile boolean stopped;

    /**
     * Restores through this supervisor.
     *
     * @param atOnce how many sessions may be connecting
     */
    Restore(Supervisor supervisor, Executor threads, int atOnce) {
        this.supervisor = supervisor;
        this.threads = threads;
        this.places = new Semaphore(atOnce);
    }

    /** Begins, and returns at once. */
    void begin(List<LiveSession> taken) {
        threads.execute(() -> run(taken));
    }

    /** Begins no further session. */
    void stop() {
        stopped = true;
    }

    private void run(List<LiveSession> taken) {
        long start = System.nanoTime();
        for (LiveSession live : taken) {
            if (stopped) {
                return;
            }
            if (live.session.wanted()) {
                restore(live);
            } else if (live.state() != SessionState.STOPPED) {
                supervisor.tell(live, Command.STOP);
            }
        }
        log.info(
                "{} sessions taken, begun in {} ms",
                taken.size(),
                Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private void restore(LiveSession live) {
        boolean placed = place();
        supervisor.inTurn(live, () -> live.settled = placed ? places::release : null);
        supervisor.tell(live, Tenure.TAKEN);
    }

    private boolean place() {
        try {
            return places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
            return false;
        }
    }
}
