package io.staffetta.server.session;

import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Removes sessions two seconds after they were logged out, unless {@code AUTO_CLEANUP_ON_LOGOUT=false}: those that were
 * made through the door whose document promises it, and the default session. One that is linked anew meanwhile stays.
 */
@Component
class LogoutCleanup implements SessionWatcher {

    private static final Logger log = LoggerFactory.getLogger(LogoutCleanup.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final List<String> MADE_BY = List.of("door3", DefaultSession.MADE_BY);
    private static final int AT_ONCE = 100;

    private final SessionStore store;
    private final Sessions sessions;
    private final Clock clock;
    private final boolean wanted;

    LogoutCleanup(
            JdbcClient jdbc,
            JsonMapper json,
            Sessions sessions,
            Clock clock,
            @Value("${AUTO_CLEANUP_ON_LOGOUT:}") @Nullable Boolean wanted) {
        this.store = new SessionStore(jdbc, json);
        this.sessions = sessions;
        this.clock = clock;
        this.wanted = wanted == null || wanted;
    }

    @Override
    public void moved(Session session) {
        if (wanted && session.condition().state() == SessionState.LOGGED_OUT) {
            CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                    .execute(this::sweep);
        }
    }

    /** Also catches up on what a crash swallowed. */
    @Scheduled(initialDelay = 5_000, fixedDelay = 30_000)
    void sweep() {
        if (!wanted) {
            return;
        }
        try {
            store.resting(SessionState.LOGGED_OUT, clock.instant().minus(GRACE), MADE_BY, AT_ONCE)
                    .forEach(this::remove);
        } catch (DataAccessException e) {
            log.warn("sessions that were logged out could not be looked for: {}", e.getMessage());
        }
    }

    private void remove(Session session) {
        Caller caller = new Caller(session.ownerId(), "system:auto-cleanup", Set.of(Scope.MANAGE));
        if (sessions.deleteUnchanged(caller, session)) {
            log.info("session {} was logged out and is removed", session.id());
        }
    }
}
