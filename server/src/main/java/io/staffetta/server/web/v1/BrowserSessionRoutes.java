package io.staffetta.server.web.v1;

import io.staffetta.server.access.BrowserSessions;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Public;
import io.staffetta.server.access.Scope;
import io.staffetta.server.web.BrowserCookie;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Log-in and log-out of browsers, by a cookie that scripts cannot read. Programs use tokens or API keys. */
@Tag(name = "Access")
@RestController
class BrowserSessionRoutes {

    private static final String PATH = "/api/v1/browser-session";

    private final BrowserSessions sessions;

    BrowserSessionRoutes(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    record Entry(@NotNull String email, @NotNull String password) {

        @Override
        public String toString() {
            return "Entry[" + email + "]";
        }
    }

    @Operation(summary = "Log a browser in; the answer's cookie is for our own pages alone")
    @Public
    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> open(@Valid @RequestBody Entry entry, HttpServletRequest request) {
        String secret = sessions.open(entry.email(), entry.password(), LoginRoutes.peer(request));
        return answer(secret, BrowserSessions.LIFETIME, request);
    }

    @Operation(summary = "Log this browser out")
    @Needs(Scope.READ)
    @DeleteMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> close(HttpServletRequest request) {
        BrowserCookie.secret(request).ifPresent(sessions::close);
        return answer("", Duration.ZERO, request);
    }

    private static ResponseEntity<Void> answer(String secret, Duration lifetime, HttpServletRequest request) {
        ResponseCookie cookie = BrowserCookie.ours(BrowserCookie.NAME, secret, request)
                .path("/")
                .maxAge(lifetime)
                .build();
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }
}
