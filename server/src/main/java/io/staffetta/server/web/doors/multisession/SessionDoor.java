package io.staffetta.server.web.doors.multisession;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.staffetta.server.access.Caller;
import io.staffetta.server.session.DefaultSession;
import io.staffetta.server.session.NewSession;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionFilter;
import io.staffetta.server.session.SessionOrigin;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorMessages;
import io.staffetta.server.web.doors.DoorTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The documented routes about sessions. */
@Tag(name = "Door 3: sessions")
@RestController
@RequestMapping("/sessions")
@Door(error = true)
class SessionDoor {

    private static final int ALL = 100_000;
    private static final String MADE_BY = "door3";
    private static final String HEADLESS = "headless";
    private static final String CHROME_PATH = "chromePath";
    private static final SessionOrigin NOWHERE = new SessionOrigin("", Map.of());

    private final Sessions sessions;
    private final DoorTexts texts;
    private final String engine;

    SessionDoor(Sessions sessions, DoorTexts texts, @Value("${staffetta.default-engine:simulator}") String engine) {
        this.sessions = sessions;
        this.texts = texts;
        this.engine = engine;
    }

    /** What callers send; there is no browser here, so that they may say what they like about it. */
    record Creation(
            @Nullable String sessionId,
            @Nullable Boolean headless,
            @Nullable String chromePath) {

        Map<String, Object> options() {
            Map<String, Object> options = new LinkedHashMap<>();
            if (headless != null) {
                options.put(HEADLESS, headless);
            }
            if (chromePath != null) {
                options.put(CHROME_PATH, chromePath);
            }
            return options;
        }
    }

    /** What the document prints of the options. */
    record Options(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object headless) {

        static Options of(SessionOrigin origin) {
            return new Options(origin.options().get(HEADLESS));
        }
    }

    record Listed(
            String id,
            boolean isReady,
            Instant createdAt,
            @Nullable Instant readyAt,
            Options options) {}

    record Shown(
            String id,
            boolean isReady,
            Instant createdAt,
            @Nullable Instant readyAt) {}

    record Fresh(String id, boolean isReady, Instant createdAt, Options options) {}

    record ListAnswer(boolean success, int count, List<Listed> sessions) {}

    record CreationAnswer(boolean success, String message, Fresh session) {}

    record Answer(boolean success, Shown session) {}

    record StatusAnswer(boolean success, String sessionId, boolean isReady, String status) {}

    record Done(boolean success, String message) {}

    @Operation(summary = "All sessions")
    @GetMapping
    ListAnswer list(Caller caller) {
        List<Session> all = sessions.list(caller.ownerId(), SessionFilter.ALL, 0, ALL);
        Map<Long, SessionOrigin> origins =
                sessions.origins(caller.ownerId(), all.stream().map(Session::pk).toList());
        return new ListAnswer(
                true,
                all.size(),
                all.stream()
                        .map(session -> listed(session, origins.getOrDefault(session.pk(), NOWHERE)))
                        .toList());
    }

    @Operation(summary = "Makes a session and starts to link it")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CreationAnswer create(Caller caller, @RequestBody Creation wanted, HttpServletRequest request) {
        String id = DoorMessages.required("sessionId", wanted.sessionId());
        Map<String, Object> options = wanted.options();
        Session session = sessions.create(caller, new NewSession(id, null, engine, Map.of(), MADE_BY, options));
        return new CreationAnswer(
                true,
                texts.say(request, "door_session_created", Map.of()),
                new Fresh(session.id(), false, session.createdAt(), new Options(options.get(HEADLESS))));
    }

    @Operation(summary = "One session; default stands for the first")
    @GetMapping("/{id}")
    Answer get(Caller caller, @PathVariable String id) {
        Session session = find(caller, id);
        return new Answer(true, new Shown(session.id(), up(session), session.createdAt(), session.readyAt()));
    }

    @Operation(summary = "How a session stands, in the words of this door")
    @GetMapping("/{id}/status")
    StatusAnswer status(Caller caller, @PathVariable String id) {
        Session session = find(caller, id);
        return new StatusAnswer(
                true,
                session.id(),
                up(session),
                SessionWords.of(session.condition().state()));
    }

    @Operation(summary = "Gives a session's link up and deletes it; what was sent stays")
    @DeleteMapping("/{id}")
    Done delete(Caller caller, @PathVariable String id, HttpServletRequest request) {
        String meant = DefaultSession.resolve(id);
        sessions.delete(caller, meant);
        return new Done(true, texts.say(request, "door_session_deleted", Map.of("id", meant)));
    }

    private Session find(Caller caller, String id) {
        return sessions.require(caller.ownerId(), DefaultSession.resolve(id));
    }

    private static boolean up(Session session) {
        return session.condition().state().up();
    }

    private static Listed listed(Session session, SessionOrigin origin) {
        return new Listed(session.id(), up(session), session.createdAt(), session.readyAt(), Options.of(origin));
    }
}
