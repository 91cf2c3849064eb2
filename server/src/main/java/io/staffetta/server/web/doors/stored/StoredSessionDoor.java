package io.staffetta.server.web.doors.stored;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.staffetta.server.access.Caller;
import io.staffetta.server.session.DefaultSession;
import io.staffetta.server.session.NewSession;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionControl;
import io.staffetta.server.session.SessionFilter;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.session.Standing;
import io.staffetta.server.session.StoredStatus;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The documented routes about stored sessions. */
@Tag(name = "Door 4: stored sessions")
@RestController
@RequestMapping("/whatsapp-web")
@Door
class StoredSessionDoor {

    private static final Logger log = LoggerFactory.getLogger(StoredSessionDoor.class);
    private static final int ALL = 100_000;
    private static final String MADE_BY = "door4";

    private final Sessions sessions;
    private final SessionControl control;
    private final DoorTexts texts;
    private final String engine;

    StoredSessionDoor(
            Sessions sessions,
            SessionControl control,
            DoorTexts texts,
            @Value("${staffetta.default-engine:simulator}") String engine) {
        this.sessions = sessions;
        this.control = control;
        this.texts = texts;
        this.engine = engine;
    }

    record Created(boolean success, String sessionId, String message) {}

    /** @param lastRestore when it was last brought up, by a person or by itself */
    record Active(String sessionId, boolean isReady, Instant lastRestore) {}

    record Stored(String sessionId, String status, Instant lastSeen, Instant updatedAt) {}

    /** @param state null if there is no such session */
    record Status(boolean exists, boolean ready, @Nullable State state) {}

    /** What is known of a session; {@code simulated} is ours. */
    record State(
            String status,
            @Nullable String reason,
            Instant since,
            Instant lastSeen,
            Instant updatedAt,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean simulated) {}

    record Done(boolean success, String message) {}

    @Operation(summary = "Makes a session and starts to link it")
    @PostMapping("/session/{id}")
    @ResponseStatus(HttpStatus.CREATED)
    Created create(Caller caller, @PathVariable String id, HttpServletRequest request) {
        Session session = sessions.create(caller, new NewSession(id, null, engine, Map.of(), MADE_BY));
        log.info("📱 session {} is created", session.id());
        return new Created(true, session.id(), texts.say(request, "door_session_created", Map.of()));
    }

    @Operation(summary = "The sessions that are up or being brought up")
    @GetMapping("/sessions")
    List<Active> active(Caller caller) {
        List<Session> active = all(caller).stream()
                .filter(session -> !session.condition().state().atRest())
                .toList();
        Map<Long, Standing> standings = control.standings(active);
        return active.stream()
                .map(session -> new Active(
                        session.id(),
                        session.condition().state().up(),
                        lastRestore(session, standings.getOrDefault(session.pk(), Standing.UNKNOWN))))
                .toList();
    }

    @Operation(summary = "All stored sessions, with when they were last seen")
    @GetMapping("/sessions/stored")
    List<Stored> stored(Caller caller) {
        List<Session> all = all(caller);
        Map<Long, Standing> standings = control.standings(all);
        return all.stream()
                .map(session -> new Stored(
                        session.id(),
                        StoredStatus.of(session.condition().state()),
                        lastSeen(session, standings.getOrDefault(session.pk(), Standing.UNKNOWN)),
                        session.updatedAt()))
                .toList();
    }

    @Operation(summary = "How a session stands; one that is not there is told as such, without an error")
    @GetMapping("/session/{id}/status")
    Status status(Caller caller, @PathVariable String id) {
        return sessions.find(caller.ownerId(), DefaultSession.resolve(id))
                .map(session -> new Status(true, session.condition().state().up(), state(session)))
                .orElse(new Status(false, false, null));
    }

    @Operation(summary = "Gives a session's link up and deletes it; what was sent stays")
    @DeleteMapping("/session/{id}")
    Done destroy(Caller caller, @PathVariable String id, HttpServletRequest request) {
        sessions.delete(caller, DefaultSession.resolve(id));
        return new Done(true, texts.say(request, "door_session_destroyed", Map.of()));
    }

    private List<Session> all(Caller caller) {
        return sessions.list(caller.ownerId(), SessionFilter.ALL, 0, ALL);
    }

    private State state(Session session) {
        Session.Condition condition = session.condition();
        return new State(
                StoredStatus.of(condition.state()),
                condition.reason(),
                condition.since(),
                lastSeen(session, control.standing(session)),
                session.updatedAt(),
                session.engine().simulated());
    }

    private static Instant lastRestore(Session session, Standing standing) {
        Instant connecting = standing.connectingSince();
        if (connecting != null) {
            return connecting;
        }
        return session.readyAt() == null ? session.createdAt() : session.readyAt();
    }

    private static Instant lastSeen(Session session, Standing standing) {
        Instant proof = standing.proofOfLife();
        return proof == null ? session.condition().since() : proof;
    }
}
