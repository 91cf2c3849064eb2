package io.staffetta.server.web.v1;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.AccountGlance;
import io.staffetta.server.session.Accounts;
import io.staffetta.server.session.CalledSessions;
import io.staffetta.server.session.NewSession;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionChange;
import io.staffetta.server.session.SessionControl;
import io.staffetta.server.session.SessionFilter;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.session.Standing;
import io.staffetta.server.session.Usage;
import io.staffetta.server.web.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sessions: create, look, change, switch, delete. */
@Tag(name = "Sessions")
@RestController
@RequestMapping("/api/v1/sessions")
class SessionRoutes {

    private static final Usage NONE = new Usage(0, 0);

    private final Sessions sessions;
    private final SessionControl control;
    private final CalledSessions called;
    private final Accounts accounts;
    private final SessionNotices notices;
    private final String defaultEngine;

    SessionRoutes(
            Sessions sessions,
            SessionControl control,
            CalledSessions called,
            Accounts accounts,
            SessionNotices notices,
            @Value("${staffetta.default-engine:simulator}") String defaultEngine) {
        this.sessions = sessions;
        this.control = control;
        this.called = called;
        this.accounts = accounts;
        this.notices = notices;
        this.defaultEngine = defaultEngine;
    }

    /**
     * A session to create.
     *
     * @param engine the installation's default if left out
     */
    record Creation(
            @NotNull String id,
            @Nullable String name,
            @Nullable String engine,
            @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, String> settings) {

        /** Leaves out the settings, which may hold secrets. */
        @Override
        public String toString() {
            return "Creation[" + id + "]";
        }
    }

    /** What to change; what is left out stays. */
    record Change(
            @Nullable String name,
            @Nullable Integer hourlyLimit,
            @Nullable Integer dailyLimit,
            @Nullable Boolean typingSimulation,
            @Nullable String defaultCountry,
            @Nullable String ownNumber,
            @Nullable String timeZone,
            @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, String> settings) {

        /** Leaves out number and settings, which may hold secrets. */
        @Override
        public String toString() {
            return "Change[]";
        }
    }

    @Operation(summary = "Makes a session of an engine; GET /api/v1/engines tells what each wants to know")
    @PostMapping
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    SessionJson create(Caller caller, @Valid @RequestBody Creation wanted) {
        return json(sessions.create(
                caller,
                new NewSession(
                        wanted.id(),
                        wanted.name(),
                        wanted.engine() == null ? defaultEngine : wanted.engine(),
                        wanted.settings() == null ? Map.of() : wanted.settings(),
                        "v1")));
    }

    @Operation(summary = "The user's sessions; by state, by engine, or by a part of the id, the name or the number")
    @GetMapping
    Page<SessionJson> list(
            Caller caller,
            Paging paging,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String engine,
            @RequestParam(required = false) @Nullable String search) {
        SessionFilter filter = new SessionFilter(state == null ? null : state(state), engine, search);
        Page<Session> page = paging.page(
                sessions.list(caller.ownerId(), filter, paging.after().orElse(0), paging.rows()), Session::pk);
        return new Page<>(json(caller, page.items()), page.next());
    }

    @Operation(summary = "One session, with its state, its limits and what it has sent")
    @GetMapping("/{id}")
    SessionJson get(Caller caller, @PathVariable String id) {
        return json(caller, sessions.require(caller.ownerId(), id));
    }

    @Operation(summary = "Changes a session's name, limits, typing or settings; what is left out stays")
    @PatchMapping("/{id}")
    SessionJson change(Caller caller, @PathVariable String id, @RequestBody Change change) {
        return json(
                caller,
                sessions.change(
                        caller,
                        id,
                        new SessionChange(
                                change.name(),
                                change.hourlyLimit(),
                                change.dailyLimit(),
                                change.typingSimulation(),
                                change.ownNumber(),
                                change.defaultCountry() == null
                                        ? null
                                        : change.defaultCountry().toUpperCase(Locale.ROOT),
                                change.timeZone() == null ? null : zone(change.timeZone()),
                                change.settings())));
    }

    @Operation(summary = "Gives a session's link up and deletes it; what was sent stays")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String id) {
        sessions.delete(caller, id);
    }

    @Operation(summary = "Starts a session; what waits for it goes on")
    @PostMapping("/{id}/start")
    @Idempotent
    SessionJson start(Caller caller, @PathVariable String id) {
        return json(control.start(caller, id));
    }

    @Operation(summary = "Stops a session; what waits for it stays, and its link holds")
    @PostMapping("/{id}/stop")
    @Idempotent
    SessionJson stop(Caller caller, @PathVariable String id) {
        return json(control.stop(caller, id));
    }

    @Operation(summary = "Stops a session and starts it again")
    @PostMapping("/{id}/restart")
    @Idempotent
    SessionJson restart(Caller caller, @PathVariable String id) {
        return json(control.restart(caller, id));
    }

    @Operation(summary = "Gives a session's link up; linking it again takes a new code")
    @PostMapping("/{id}/logout")
    @Idempotent
    SessionJson logOut(Caller caller, @PathVariable String id) {
        return json(control.logOut(caller, id));
    }

    @Operation(summary = "After a restore, lets the direct messages go that were waiting when the backup was made")
    @PostMapping("/{id}/release")
    @Idempotent
    SessionJson release(Caller caller, @PathVariable String id) {
        return json(control.release(caller, id));
    }

    /** Without its secret address: what a POST answers is kept for repeats of the request. */
    private SessionJson json(Session session) {
        return json(List.of(session), Map.of()).getFirst();
    }

    private SessionJson json(Caller caller, Session session) {
        return json(caller, List.of(session)).getFirst();
    }

    private List<SessionJson> json(Caller caller, List<Session> page) {
        return json(page, caller.scopes().contains(Scope.MANAGE) ? called.addresses(page) : Map.of());
    }

    private List<SessionJson> json(List<Session> page, Map<Long, String> addresses) {
        Map<Long, Usage> usage = sessions.usage(page);
        Map<Long, Standing> standings = control.standings(page);
        Map<Long, AccountGlance> glances = accounts.glances(page);
        return page.stream()
                .map(session -> SessionJson.of(
                        session,
                        new SessionJson.Around(
                                usage.getOrDefault(session.pk(), NONE),
                                standings
                                        .getOrDefault(session.pk(), Standing.UNKNOWN)
                                        .proofOfLife(),
                                glances.getOrDefault(session.pk(), AccountGlance.NOTHING),
                                notices.of(session),
                                addresses.get(session.pk()))))
                .toList();
    }

    private static SessionState state(String code) {
        try {
            return SessionState.of(code);
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.INVALID, "unknown_session_state", "There is no such state.", Map.of("state", code));
        }
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new Problem(Kind.INVALID, "invalid_time_zone", "There is no such time zone.");
        }
    }
}
