package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.PairingCode;
import io.staffetta.server.session.PairingStep;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionControl;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.session.Standing;
import io.staffetta.server.web.Accepted;
import io.staffetta.server.web.QrPicture;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The codes that link a session to a phone. */
@Tag(name = "Sessions")
@RestController
@RequestMapping("/api/v1/sessions/{id}")
@Needs(Scope.MANAGE)
class PairingRoutes {

    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");
    private static final List<MediaType> OFFERED = List.of(MediaType.IMAGE_PNG, SVG, MediaType.APPLICATION_JSON);

    private final Sessions sessions;
    private final SessionControl control;

    PairingRoutes(Sessions sessions, SessionControl control) {
        this.sessions = sessions;
        this.control = control;
    }

    /** What a QR code says. */
    record QrJson(String state, String code, Instant expiresAt) {

        /** Without the code. */
        @Override
        public String toString() {
            return "QrJson[" + state + "]";
        }
    }

    /** A code to type on the phone. */
    record CodeJson(String code, Instant expiresAt) {

        static @Nullable CodeJson of(@Nullable PairingCode code) {
            return code == null ? null : new CodeJson(code.content(), code.validUntil());
        }

        /** Without the code. */
        @Override
        public String toString() {
            return "CodeJson[until " + expiresAt + "]";
        }
    }

    /**
     * How far the linking of a session is.
     *
     * @param status as in the session
     * @param reason a stable code of why it is in this state
     * @param qr the code to scan, while there is one
     * @param pairingCode the code to type, if one was asked for and still holds
     * @param externalStep what only the engine's own page can carry out, such as a passkey
     */
    record PairingJson(
            String status,
            @Nullable String reason,
            @Nullable CodeJson qr,
            @Nullable CodeJson pairingCode,
            @Nullable PairingStep externalStep) {}

    /** The phone that the code is typed on. */
    record Typing(@NotBlank String phoneNumber) {}

    @ApiResponse(
            responseCode = "200",
            description = "The code that is on show, as what is accepted: a picture or JSON",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = QrJson.class)),
                @Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/svg+xml", schema = @Schema(type = "string"))
            })
    @Operation(
            summary = "The code to scan, as a picture or as JSON; codes change every few seconds",
            description = "GET …/pairing tells the same and more, without an error while there is no code.")
    @GetMapping("/qr")
    ResponseEntity<?> qr(
            Caller caller,
            @PathVariable String id,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE)
                    String accept)
            throws HttpMediaTypeNotAcceptableException {
        MediaType type = Accepted.choose(accept, OFFERED);
        Session session = sessions.require(caller.ownerId(), id);
        String state = session.condition().state().code();
        PairingCode code = control.qr(session)
                .orElseThrow(() -> new Problem(
                        Kind.CONFLICT,
                        "no_qr",
                        "There is no code to show: the session is " + state + ".",
                        Map.of("state", state)));
        Object body = type.equals(SVG)
                ? QrPicture.svg(code.content())
                : type.equals(MediaType.IMAGE_PNG)
                        ? QrPicture.png(code.content())
                        : new QrJson(state, code.content(), code.validUntil());
        return ResponseEntity.ok().contentType(type).body(body);
    }

    @Operation(summary = "How far the linking of a session is, with every code and step that waits")
    @GetMapping("/pairing")
    ResponseEntity<PairingJson> pairing(Caller caller, @PathVariable String id) {
        Session session = sessions.require(caller.ownerId(), id);
        Standing standing = control.standing(session);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new PairingJson(
                        session.condition().state().code(),
                        session.condition().reason(),
                        CodeJson.of(standing.qr()),
                        CodeJson.of(standing.typedCode()),
                        standing.step()));
    }

    @Operation(
            summary = "A code to type on the phone, instead of scanning one",
            description = "It holds for the number given, which has to be the phone's own.")
    @PostMapping("/pairing-code")
    CodeJson pairingCode(Caller caller, @PathVariable String id, @Valid @RequestBody Typing typing) {
        Session session = sessions.require(caller.ownerId(), id);
        PhoneNumber phone = PhoneNumber.parse(
                typing.phoneNumber(),
                session.preferences().country(),
                session.engine().simulated());
        PairingCode code = control.pairingCode(caller, id, phone.e164());
        return new CodeJson(code.content(), code.validUntil());
    }
}
