package io.staffetta.server.campaign;

import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.Cancelling;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Plans campaigns in the background, a chunk of each in turn, so that a large one does not keep a small one waiting. The
 * dispatcher hears of every chunk, and sends the first ones while later ones are still being planned. Now and then looks
 * for what was left unfinished, here or on a node that is gone.
 */
@Component
public class PlanningRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PlanningRunner.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Planning planning;
    private final Cancelling cancelling;
    private final Imports imports;
    private final Dispatcher dispatcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Set<Long> campaigns = new LinkedHashSet<>();
    private volatile @Nullable Thread thread;

    /** Plans with these parts; starts with the application. */
    public PlanningRunner(Planning planning, Cancelling cancelling, Imports imports, Dispatcher dispatcher) {
        this.planning = planning;
        this.cancelling = cancelling;
        this.imports = imports;
        this.dispatcher = dispatcher;
    }

    /** Plans this campaign from now on, in the background. Cheap; call after commit. */
    public void plan(long campaignId) {
        lock.lock();
        try {
            campaigns.add(campaignId);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels what waits in this closed lane, in the background. Cheap; call after commit. */
    public void cancel(long laneId) {
        Thread.ofVirtual().name("cancelling-" + laneId).start(() -> cancelWaiting(laneId));
    }

    /** What does not come to its end here is taken up again with whatever is unfinished. */
    private void cancelWaiting(long laneId) {
        try {
            cancelling.cancelWaiting(laneId);
        } catch (RuntimeException e) {
            log.warn("cancelling in lane {} stopped for a moment", laneId, e);
        }
    }

    /** Goes on with whatever is unfinished: imports whose process died, plans, cancellations. */
    public void resumeAll() {
        imports.recover();
        planning.unfinished().forEach(this::plan);
        cancelling.resumeAll();
    }

    @Override
    public void start() {
        Thread fresh = Thread.ofVirtual().name("planning").unstarted(this::run);
        thread = fresh;
        fresh.start();
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (thread != null) {
            try {
                resumeAll();
                planUntilIdle();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.warn("planning stopped for a moment", e);
                pause();
            }
        }
    }

    /** Plans chunks in turn; returns when nothing happened for a while. */
    private void planUntilIdle() throws InterruptedException {
        for (Optional<Long> next = next(); next.isPresent(); next = next()) {
            long campaignId = next.get();
            Optional<Planning.Chunk> chunk = planning.planChunk(campaignId);
            chunk.filter(c -> c.planned() > 0).ifPresent(c -> dispatcher.laneChanged(c.laneId()));
            chunk.filter(Planning.Chunk::more).ifPresent(c -> plan(campaignId));
        }
    }

    private Optional<Long> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = LOOK_AGAIN.toNanos();
            while (campaigns.isEmpty() && left > 0) {
                left = news.awaitNanos(left);
            }
            Optional<Long> first = campaigns.stream().findFirst();
            first.ifPresent(campaigns::remove);
            return first;
        } finally {
            lock.unlock();
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
