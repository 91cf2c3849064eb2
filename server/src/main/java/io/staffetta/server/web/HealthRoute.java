package io.staffetta.server.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Public;
import io.staffetta.server.access.Scope;
import io.staffetta.server.access.Users;
import io.staffetta.server.dispatch.ClockGap;
import io.staffetta.server.session.DefaultSession;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionFilter;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.storage.DiskRoom;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whether the product can work: 200 while the database answers, else 503. {@code degraded} means that it answers and takes
 * messages but sends none for now; the reason says why. Without a credential to read with it gives counts only.
 */
@Tag(name = "Health")
@Public
@RestController
class HealthRoute {

    private static final Logger log = LoggerFactory.getLogger(HealthRoute.class);
    private static final long PATIENCE_SECONDS = 3;
    /** Looks that wait for the database hold on to a connection each. */
    private static final int MOST_LOOKS = 4;

    private static final int MOST_SESSIONS = 100_000;
    private static final String UP = "connected";

    private final Users users;
    private final Sessions sessions;
    private final ClockGap gap;
    private final DiskRoom room;
    private final Clock clock;
    private final Semaphore looks = new Semaphore(MOST_LOOKS);

    HealthRoute(Users users, Sessions sessions, ClockGap gap, DiskRoom room, Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.gap = gap;
        this.room = room;
        this.clock = clock;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Health(
            String status,
            @Nullable String reason,
            Instant timestamp,
            DefaultHealth defaultSession,
            MultiSession multiSession) {}

    record DefaultHealth(String status) {}

    record MultiSession(boolean enabled, int totalSessions, List<SessionHealth> sessions) {}

    record SessionHealth(
            String id,
            boolean isReady,
            String status,
            Instant createdAt,
            @Nullable Instant readyAt) {}

    @Operation(
            summary = "Whether the product works, and how its sessions stand",
            description = "Open to everybody; the sessions are told to who has a credential.")
    @GetMapping({"/health", "/health/", "/api/whatsapp-service/health", "/api/whatsapp-service/health/"})
    ResponseEntity<Health> health(@Nullable Caller caller) throws InterruptedException {
        if (!looks.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return unwell("earlier looks have not come back");
        }
        FutureTask<Health> look = new FutureTask<>(() -> {
            try {
                return look(caller);
            } finally {
                looks.release();
            }
        });
        Thread.ofVirtual().name("health").start(look);
        try {
            return ResponseEntity.ok(look.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return unwell(e.toString());
        }
    }

    private ResponseEntity<Health> unwell(String why) {
        log.warn("Not healthy: {}", why);
        return ResponseEntity.status(503).header("Retry-After", "2").body(ill());
    }

    private Health look(@Nullable Caller caller) {
        String defaultStatus = users.administrator()
                .flatMap(owner -> sessions.find(owner.id(), DefaultSession.ID))
                .map(session -> word(session.condition().state()))
                .orElse(SessionState.DISCONNECTED.code());
        boolean reads = caller != null && caller.scopes().contains(Scope.READ);
        List<SessionHealth> own = caller == null || !reads
                ? List.of()
                : sessions.list(caller.ownerId(), SessionFilter.ALL, 0, MOST_SESSIONS).stream()
                        .map(HealthRoute::health)
                        .toList();
        String trouble = trouble();
        return new Health(
                trouble == null ? "ok" : "degraded",
                trouble,
                clock.instant(),
                new DefaultHealth(defaultStatus),
                new MultiSession(true, reads ? own.size() : sessions.total(), own));
    }

    private @Nullable String trouble() {
        if (room.full()) {
            return DiskRoom.CODE;
        }
        return gap.open() ? ClockGap.CODE : null;
    }

    private Health ill() {
        return new Health(
                "database_unavailable",
                room.full() ? DiskRoom.CODE : null,
                clock.instant(),
                new DefaultHealth(SessionState.DISCONNECTED.code()),
                new MultiSession(true, 0, List.of()));
    }

    /** In the words of the door whose document this route is of: who may not start new chats is ready. */
    private static SessionHealth health(Session session) {
        SessionState state = session.condition().state();
        String status = state.up() ? SessionState.READY.code() : state.code();
        return new SessionHealth(session.id(), state.up(), status, session.createdAt(), session.readyAt());
    }

    private static String word(SessionState state) {
        return state.up() ? UP : state.code();
    }
}
