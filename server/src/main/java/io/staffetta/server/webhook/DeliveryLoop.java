package io.staffetta.server.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Keeps webhooks going on this node: one thread turns events into deliveries, another takes what is due and has it carried,
 * each on a thread of its own. A look every 250 ms is the truth; while there is something to do they look more often.
 */
@Component
class DeliveryLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Between claims, so that one of them takes what several attempts have made room for. */
    private static final Duration GATHER = Duration.ofMillis(10);

    private static final Duration WHILE_AWAY = Duration.ofSeconds(2);
    private static final Duration AT_THE_END = Duration.ofSeconds(5);

    private final FanOut fanOut;
    private final DeliveryRows rows;
    private final Courier courier;
    private final HookMetrics metrics;
    private final Clock clock;
    private final Standing standing;
    private final Semaphore hints = new Semaphore(0);
    private final List<Thread> threads = new java.util.concurrent.CopyOnWriteArrayList<>();
    private volatile boolean running;
    private volatile long last;

    DeliveryLoop(
            FanOut fanOut,
            DeliveryRows rows,
            Courier courier,
            HookMetrics metrics,
            HookSettings settings,
            Clock clock) {
        this.fanOut = fanOut;
        this.rows = rows;
        this.courier = courier;
        this.metrics = metrics;
        this.clock = clock;
        this.standing = new Standing(settings.mostAtOnce(), System::nanoTime);
    }

    /** Something is due; of an endpoint that somebody asks for, at once. */
    void wake(@Nullable Long endpoint) {
        if (endpoint != null) {
            standing.urge(endpoint);
        }
        if (hints.availablePermits() == 0) {
            hints.release();
        }
    }

    @Override
    public void start() {
        running = true;
        threads.add(Thread.ofVirtual().name("webhook-events").start(() -> loop(this::turn)));
        threads.add(Thread.ofVirtual().name("webhook-deliveries").start(() -> loop(this::take)));
    }

    /** Attempts under way are waited for, but not for long; what is cut off is attempted again when its lease is over. */
    @Override
    public void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(AT_THE_END);
            }
            long end = System.nanoTime() + AT_THE_END.toNanos();
            while (!standing.idle() && System.nanoTime() < end) {
                Thread.sleep(GATHER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private interface Step {
        void go() throws InterruptedException;
    }

    private void loop(Step step) {
        boolean away = false;
        while (running) {
            try {
                step.go();
                away = false;
            } catch (DataAccessException e) {
                if (!away) {
                    log.warn("webhooks wait for the database: {}", e.getMessage());
                }
                away = true;
                pause(WHILE_AWAY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.error("webhooks have to wait", e);
                pause(WHILE_AWAY);
            }
        }
    }

    private void turn() throws InterruptedException {
        FanOut.Turned turned = fanOut.turn();
        if (turned.written() > 0) {
            metrics.written(turned.written());
            wake(null);
        }
        if (turned.read() < FanOut.PAGE) {
            Thread.sleep(turned.read() > 0 ? GATHER : LOOK);
        }
    }

    private void take() throws InterruptedException {
        // Whether a hint came or not, it is time to look.
        var _ = hints.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        Thread.sleep(GATHER);
        hints.drainPermits();
        int free = standing.free();
        if (free <= 0) {
            return;
        }
        List<DueDelivery> due = rows.claim(standing.rooms(), Standing.START, last, free, clock.instant());
        standing.tidy();
        if (due.isEmpty()) {
            return;
        }
        last = due.getLast().endpointId();
        for (DueDelivery delivery : due) {
            standing.begun(delivery.endpointId());
            Thread.ofVirtual().name("webhook-" + delivery.id()).start(() -> carry(delivery));
        }
        wake(null);
    }

    private void carry(DueDelivery delivery) {
        try {
            standing.ended(delivery.endpointId(), courier.carry(delivery));
            wake(null);
        } catch (InterruptedException e) {
            standing.dropped(delivery.endpointId());
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            standing.dropped(delivery.endpointId());
            log.warn("webhook {}: delivery {} has to wait: {}", delivery.endpointId(), delivery.id(), e.toString());
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
