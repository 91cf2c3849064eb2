package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.queue.OutsideReports;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What workers outside of the product report. It is taken down and shown, and moves nothing: sessions and messages are
 * as the engine says.
 */
@Tag(name = "Door 2: events")
@RestController
@Door(language = "it")
@Needs(Scope.SEND)
class ReportAdminRoutes {

    private final Sessions sessions;
    private final SessionPictures pictures;
    private final OutsideReports reports;
    private final EventDocument.Reader reader;
    private final DoorTexts texts;
    private final JsonMapper json;

    ReportAdminRoutes(
            Sessions sessions,
            SessionPictures pictures,
            OutsideReports reports,
            EventDocument.Reader reader,
            DoorTexts texts,
            JsonMapper json) {
        this.sessions = sessions;
        this.pictures = pictures;
        this.reports = reports;
        this.reader = reader;
        this.texts = texts;
        this.json = json;
    }

    /** How a worker sees a session, in one of the words of {@link SessionWords}. */
    record StateReport(@JsonAlias("status") @Nullable String state) {}

    /** What a worker did about a message. */
    record PhaseReport(
            @JsonProperty("queue_message") @Nullable JsonNode queueMessage,
            @Nullable String phase,
            @JsonProperty("duration_ms") @Nullable JsonNode durationMs) {}

    @Operation(
            summary = "Takes down how a worker sees a session",
            description = "A report changes nothing about the session; it is kept and goes out as an event.")
    @PostMapping({Paths.ADMIN + "/status", Paths.ADMIN + "/status/"})
    SessionReply state(
            Caller caller, @PathVariable String session, @RequestBody StateReport report, HttpServletRequest request) {
        Session known = sessions.require(caller.ownerId(), session);
        if (report.state() == null) {
            throw invalid("state", "must not be null");
        }
        String state = SessionWords.read(report.state())
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID,
                        "unknown_session_state",
                        "There is no such state.",
                        Map.of("state", String.valueOf(report.state()))));
        reports.ofSession(caller.ownerId(), known.pk(), json.writeValueAsString(Map.of("state", state)));
        return new SessionReply(true, texts.say(request, "report_taken", Map.of()), pictures.of(caller, known));
    }

    @Operation(
            summary = "Takes down what a worker did about a message",
            description = "A report changes nothing about the message; it is kept and goes out as an event.")
    @PostMapping({Paths.EVENTS, Paths.EVENTS + "/"})
    @ResponseStatus(HttpStatus.CREATED)
    EventDocument phase(Caller caller, @RequestBody PhaseReport report) {
        long message = number("queue_message", report.queueMessage());
        if (report.phase() == null) {
            throw invalid("phase", "must not be null");
        }
        if (!Phases.ALL.contains(report.phase())) {
            throw new Problem(
                    Problem.Kind.INVALID, "unknown_phase", "There is no such phase.", Map.of("phase", report.phase()));
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("phase", report.phase());
        if (report.durationMs() != null && !report.durationMs().isNull()) {
            detail.put("durationMs", number("duration_ms", report.durationMs()));
        }
        return reader.read(reports.ofMessage(caller.ownerId(), message, json.writeValueAsString(detail)))
                .orElseThrow(() -> new IllegalStateException("a report that cannot be read"));
    }

    private static long number(String field, @Nullable JsonNode written) {
        if (written == null || written.isNull()) {
            throw invalid(field, "must not be null");
        }
        if (!written.isIntegralNumber() || !written.canConvertToLong() || written.asLong() < 0) {
            throw invalid(field, "must be a whole number");
        }
        return written.asLong();
    }

    private static Problem invalid(String field, String why) {
        return new Problem(
                Problem.Kind.INVALID, "invalid_field", "Not valid: " + field, Map.of("fields", Map.of(field, why)));
    }
}
