package io.staffetta.server.session;

import static java.util.stream.Collectors.toMap;

import io.staffetta.server.queue.SessionTaken;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Holds this node's lease, and with it the sessions: takes those that no living node owns, lets go of all when the lease
 * is lost, and takes them again when it is back. One thread keeps the lease, which the database may delay; another watches
 * the time, which nothing may.
 */
final class Custody {

    private static final Logger log = LoggerFactory.getLogger(Custody.class);
    private static final Duration RENEWAL = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_A_SECOND = 10;

    private final NodeLease lease;
    private final Takeover takeover;
    private final SessionStore store;
    private final Supervisor supervisor;
    private final Restore restore;
    private final Sharing sharing;
    private final Consumer<List<SessionTaken>> recovery;
    private final Clock clock;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<SessionTaken> unhealed = new ArrayList<>();
    private boolean holding;

    /**
     * Keeps custody with these.
     *
     * @param recovery heals the messages of sessions just taken, before any of them may send
     */
    Custody(
            NodeLease lease,
            Takeover takeover,
            SessionStore store,
            Supervisor supervisor,
            Restore restore,
            Sharing sharing,
            Consumer<List<SessionTaken>> recovery,
            Clock clock) {
        this.lease = lease;
        this.takeover = takeover;
        this.store = store;
        this.supervisor = supervisor;
        this.restore = restore;
        this.sharing = sharing;
        this.recovery = recovery;
        this.clock = clock;
    }

    /** Begins; the sessions come up by and by. */
    void start() {
        Thread.ofVirtual().name("node-lease").start(this::keep);
        Thread.ofPlatform().daemon().name("session-time").start(this::watch);
    }

    /** Takes no more sessions and sends nothing more; what is being handed over goes on. */
    void stop() {
        stopped.countDown();
        restore.stop();
        supervisor.detachAll();
    }

    /** Drops the connections and gives the lease back. */
    void release() {
        supervisor.closeAll();
        lease.release();
    }

    private void keep() {
        Duration pause = Duration.ZERO;
        while (!pausedAndStopped(pause)) {
            try {
                beat();
                pause = RENEWAL;
            } catch (DataAccessException | TransactionException e) {
                log.warn("the lease of this node could not be kept: {}", e.getMessage());
                pause = RETRY;
            } catch (RuntimeException e) {
                log.error("the lease of this node could not be kept", e);
                pause = RETRY;
            }
        }
    }

    /** One renewal. */
    void beat() {
        if (holding() && !lease.renew()) {
            lose();
        }
        if (!holding()) {
            acquire();
        }
        take();
        sharing.giveUpSurplus();
    }

    private void acquire() {
        Set<Long> before = new HashSet<>();
        supervisor.all().forEach(live -> before.add(live.pk()));
        long epoch = lease.acquire();
        unhealed.clear();
        unhealed.addAll(takeover.take(lease.nodeId(), epoch));
        unhealed.forEach(taken -> before.remove(taken.sessionPk()));
        supervisor.forget(before);
        hold();
        log.info("node {} of version {} holds its lease, epoch {}", lease.nodeId(), lease.version(), epoch);
    }

    private void take() {
        NodeLease.Held held = lease.held();
        if (held == null) {
            return;
        }
        unhealed.addAll(takeover.take(lease.nodeId(), held.epoch()));
        if (unhealed.isEmpty()) {
            return;
        }
        recovery.accept(List.copyOf(unhealed));
        Map<Long, Long> epochs =
                unhealed.stream().collect(toMap(SessionTaken::sessionPk, SessionTaken::epoch, Math::max));
        List<LiveSession> taken = store.all(epochs.keySet()).stream()
                .map(session -> supervisor.adopt(session, epochs.getOrDefault(session.pk(), 0L)))
                .toList();
        unhealed.clear();
        restore.begin(taken);
    }

    private void watch() {
        for (long ticks = 1; !pausedAndStopped(TICK); ticks++) {
            try {
                look(ticks % TICKS_A_SECOND == 0);
            } catch (RuntimeException e) {
                log.error("looking after the sessions went wrong", e);
            }
        }
    }

    private void look(boolean atAll) {
        if (holding() && lease.over()) {
            lose();
        }
        supervisor.tick();
        if (atAll) {
            supervisor.slowTick(clock.instant());
        }
    }

    private synchronized boolean holding() {
        return holding;
    }

    private synchronized void hold() {
        holding = true;
    }

    private synchronized void lose() {
        if (holding) {
            holding = false;
            lease.drop();
            log.warn("this node lost its lease: all sessions stop until it is back");
            supervisor.loseAll();
        }
    }

    private boolean pausedAndStopped(Duration pause) {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
