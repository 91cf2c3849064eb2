package io.staffetta.server.web;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Public;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the product can work: 200 while the database answers, else 503. Without a credential it gives counts only. */
@Public
@RestController
class HealthRoute {

    private static final Logger log = LoggerFactory.getLogger(HealthRoute.class);
    private static final long PATIENCE_SECONDS = 3;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ObjectProvider<SessionFacts> sessionFacts;

    HealthRoute(JdbcClient jdbc, Clock clock, ObjectProvider<SessionFacts> sessionFacts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.sessionFacts = sessionFacts;
    }

    record Health(String status, Instant timestamp, DefaultSession defaultSession, MultiSession multiSession) {}

    record DefaultSession(String status) {}

    record MultiSession(boolean enabled, int totalSessions, List<?> sessions) {}

    @GetMapping({"/health", "/health/"})
    ResponseEntity<Health> health(@Nullable Caller caller) throws InterruptedException {
        FutureTask<Health> task = new FutureTask<>(() -> healthy(caller));
        Thread.ofVirtual().name("health").start(task);
        try {
            return ResponseEntity.ok(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Not healthy: {}", e.toString());
            return ResponseEntity.status(503).header("Retry-After", "2").body(ill());
        }
    }

    private Health healthy(@Nullable Caller caller) {
        jdbc.sql("select 1").query(Integer.class).single();
        Optional<SessionFacts> facts = Optional.ofNullable(sessionFacts.getIfAvailable());
        List<?> sessions = caller == null
                ? List.of()
                : facts.<List<?>>map(each -> each.of(caller.ownerId())).orElse(List.of());
        return new Health(
                "ok",
                clock.instant(),
                new DefaultSession(facts.map(SessionFacts::defaultStatus).orElse("disconnected")),
                new MultiSession(true, facts.map(SessionFacts::total).orElse(0), sessions));
    }

    private Health ill() {
        return new Health(
                "database_unavailable",
                clock.instant(),
                new DefaultSession("disconnected"),
                new MultiSession(true, 0, List.of()));
    }
}
