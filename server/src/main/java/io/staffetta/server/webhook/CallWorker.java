package io.staffetta.server.webhook;

import io.staffetta.server.session.CalledSessions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Has the calls worked in that wait for sessions of this node: those of one session in order, several sessions at a time.
 * A hint wakes it, a look every 250 ms is the truth; what a crash interrupts is simply found again.
 */
@Component
class CallWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CallWorker.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration WHILE_AWAY = Duration.ofSeconds(2);
    private static final int AT_ONCE = 512;
    private static final int SESSIONS_AT_ONCE = 8;

    private final CalledSessions sessions;
    private final CallRows rows;
    private final CallTask task;
    private final Set<Long> busy = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(SESSIONS_AT_ONCE);
    private final Semaphore hints = new Semaphore(0);
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    CallWorker(CalledSessions sessions, JdbcClient jdbc, CallMetrics metrics, Clock clock) {
        this.sessions = sessions;
        this.rows = new CallRows(jdbc);
        this.task = new CallTask(sessions, rows, metrics, clock);
    }

    /** Something waits. Cheap. */
    void wake() {
        if (hints.availablePermits() == 0) {
            hints.release();
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("inbound-calls").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        Thread last = thread;
        if (last != null) {
            last.interrupt();
            try {
                last.join(Duration.ofSeconds(5));
                // What is being worked in ends by itself, soon.
                var _ = places.tryAcquire(SESSIONS_AT_ONCE, 5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                boolean more = begin();
                if (!more) {
                    await(LOOK);
                }
            } catch (DataAccessException e) {
                log.warn("calls from outside wait for the database: {}", e.getMessage());
                await(WHILE_AWAY);
            } catch (RuntimeException e) {
                log.error("calls from outside could not be looked for", e);
                await(WHILE_AWAY);
            }
        }
    }

    private void await(Duration time) {
        try {
            if (hints.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                hints.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** Begins what can be begun; answers whether there may be more at once. */
    private boolean begin() {
        List<Long> without = List.copyOf(busy);
        List<WaitingCall> found = rows.waiting(sessions.nodeId(), without, AT_ONCE);
        Map<Long, List<WaitingCall>> bySession = new LinkedHashMap<>();
        found.forEach(call -> bySession
                .computeIfAbsent(call.sessionPk(), pk -> new ArrayList<>())
                .add(call));
        boolean begun = false;
        for (Map.Entry<Long, List<WaitingCall>> session : bySession.entrySet()) {
            if (sessions.owned(session.getKey()) && places.tryAcquire()) {
                begun = true;
                busy.add(session.getKey());
                Thread.ofVirtual()
                        .name("inbound-" + session.getKey())
                        .start(() -> work(session.getKey(), session.getValue()));
            }
        }
        return begun && found.size() == AT_ONCE;
    }

    private void work(long sessionPk, List<WaitingCall> calls) {
        Duration rest = Duration.ZERO;
        try {
            rest = task.work(sessionPk, calls);
        } catch (RuntimeException e) {
            log.warn("session {}: calls from outside have to wait: {}", sessionPk, e.toString());
            rest = WHILE_AWAY;
        } finally {
            places.release();
            release(sessionPk, rest);
        }
    }

    /** The session is asked again at once, or after a rest. */
    private void release(long sessionPk, Duration rest) {
        if (rest.isPositive() && running) {
            try {
                Thread.sleep(rest);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        busy.remove(sessionPk);
        wake();
    }
}
