package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.PairingCode;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionControl;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.web.Accepted;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** A session's state and its link with a phone. */
@Tag(name = "Door 2: sessions")
@RestController
@Door(language = "it")
class LinkAdminRoutes {

    private static final List<MediaType> OFFERED = List.of(MediaType.IMAGE_PNG, MediaType.APPLICATION_JSON);

    private final Sessions sessions;
    private final SessionControl control;
    private final SessionPictures pictures;
    private final DoorTexts texts;

    LinkAdminRoutes(Sessions sessions, SessionControl control, SessionPictures pictures, DoorTexts texts) {
        this.sessions = sessions;
        this.control = control;
        this.pictures = pictures;
        this.texts = texts;
    }

    /**
     * A code to scan.
     *
     * @param qrCode a picture as a data URL
     * @param code what the picture says
     */
    record Code(
            String session,
            String status,
            String state,
            @JsonProperty("qr_code") String qrCode,
            String code,
            @JsonProperty("expires_at") Instant expiresAt) {

        @Override
        public String toString() {
            return "Code[" + session + "]";
        }
    }

    @Operation(summary = "How a session stands, with the code that links it while there is one")
    @GetMapping({Paths.ADMIN + "/status", Paths.ADMIN + "/status/", Paths.BARE + "/status", Paths.SERVED + "/status"})
    SessionDocument status(Caller caller, @PathVariable String session) {
        return pictures.of(caller, sessions.require(caller.ownerId(), session));
    }

    /** The code, if there is one to show. Changes nothing. */
    @ApiResponse(
            responseCode = "200",
            description = "The code that is on show, as what is accepted: a picture or JSON",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = Code.class)),
                @Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(type = "string", format = "binary"))
            })
    @Operation(summary = "The code that links a session, as a picture or as JSON")
    @GetMapping({Paths.ADMIN + "/qr", Paths.ADMIN + "/qr/", Paths.BARE + "/qr", Paths.SERVED + "/qr"})
    @Needs(Scope.MANAGE)
    ResponseEntity<?> qr(
            Caller caller,
            @PathVariable String session,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE)
                    String accept)
            throws HttpMediaTypeNotAcceptableException {
        MediaType type = Accepted.choose(accept, OFFERED);
        Session found = sessions.require(caller.ownerId(), session);
        String state = SessionWords.of(found.condition().state());
        PairingCode code = control.qr(found)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.CONFLICT,
                        "no_qr",
                        "There is no code to show: the session is " + state + ".",
                        Map.of("state", state)));
        return ResponseEntity.ok()
                .contentType(type)
                .body(type.equals(MediaType.IMAGE_PNG) ? SessionPictures.png(code) : json(found, state, code));
    }

    @Operation(summary = "Asks for a new code while a session is being linked, and connects it anew otherwise")
    @PostMapping({
        Paths.ADMIN + "/refresh",
        Paths.ADMIN + "/refresh/",
        Paths.BARE + "/refresh",
        Paths.SERVED + "/refresh"
    })
    @Needs(Scope.MANAGE)
    SessionReply refresh(Caller caller, @PathVariable String session, HttpServletRequest request) {
        return done(caller, control.refresh(caller, session), request, "session_refreshed");
    }

    @Operation(summary = "Gives a session's link up; linking it again takes a new code")
    @PostMapping({Paths.ADMIN + "/logout", Paths.ADMIN + "/logout/", Paths.BARE + "/logout", Paths.SERVED + "/logout"})
    @Needs(Scope.MANAGE)
    SessionReply logOut(Caller caller, @PathVariable String session, HttpServletRequest request) {
        return done(caller, control.logOut(caller, session), request, "session_logged_out_now");
    }

    private SessionReply done(Caller caller, Session session, HttpServletRequest request, String what) {
        return new SessionReply(true, texts.say(request, what, Map.of()), pictures.of(caller, session));
    }

    private static Code json(Session session, String state, PairingCode code) {
        return new Code(session.id(), state, state, SessionPictures.dataUrl(code), code.content(), code.validUntil());
    }
}
