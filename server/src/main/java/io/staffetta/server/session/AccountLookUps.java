package io.staffetta.server.session;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Picture;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks engines about the accounts of sessions: one at a time, a gap between any two, and never the same one twice while
 * it still waits. Nobody waits for an answer; it is kept for whoever asks next.
 */
final class AccountLookUps implements SessionWatcher, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AccountLookUps.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST_PICTURE = 64 * 1024;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("accounts").factory());
    private final Supervisor supervisor;
    private final AccountRows rows;
    private final Clock clock;
    private final Duration gap;
    private final Set<Long> asked = ConcurrentHashMap.newKeySet();
    private final Set<Long> up = ConcurrentHashMap.newKeySet();
    private long lastTurn = System.nanoTime();

    /**
     * Looks up at this pace.
     *
     * @param gap from one look-up to the next
     */
    AccountLookUps(Supervisor supervisor, AccountRows rows, Clock clock, Duration gap) {
        this.supervisor = supervisor;
        this.rows = rows;
        this.clock = clock;
        this.gap = gap;
    }

    /** Asks for a session's account to be looked up when its turn comes. */
    void ask(long sessionPk) {
        if (asked.add(sessionPk)) {
            var _ = thread.schedule(() -> turn(sessionPk), nextTurn(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void moved(Session session) {
        if (session.condition().state().up()) {
            if (up.add(session.pk())) {
                ask(session.pk());
            }
        } else if (up.remove(session.pk())) {
            rows.seen(session.pk(), clock.instant());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** How long the next turn is away, in nanoseconds. */
    private synchronized long nextTurn() {
        long now = System.nanoTime();
        lastTurn = now + Math.max(0, lastTurn - now + gap.toNanos());
        return lastTurn - now;
    }

    private void turn(long sessionPk) {
        try {
            supervisor
                    .find(sessionPk)
                    .filter(live -> live.state().up())
                    .map(live -> live.connection)
                    .ifPresent(connection -> look(sessionPk, connection));
        } catch (RuntimeException e) {
            log.warn("looking up the account of session {} failed: {}", sessionPk, e.toString());
            forgive(sessionPk);
        } finally {
            // Not before: who asks meanwhile does not know yet what comes of it.
            asked.remove(sessionPk);
        }
    }

    private void look(long sessionPk, Connection connection) {
        rows.keep(
                sessionPk,
                connection.ownPicture(PATIENCE).map(AccountLookUps::kept).orElse(null),
                clock.instant());
    }

    private static @Nullable String kept(Picture picture) {
        String url = picture.dataUrl();
        return url.length() > LARGEST_PICTURE ? null : url;
    }

    /** What was known stays, and is not asked for again too soon. */
    private void forgive(long sessionPk) {
        try {
            rows.tried(sessionPk, clock.instant());
        } catch (RuntimeException e) {
            log.warn("the look-up of session {} could not be noted: {}", sessionPk, e.toString());
        }
    }
}
