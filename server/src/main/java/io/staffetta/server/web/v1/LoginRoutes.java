package io.staffetta.server.web.v1;

import io.staffetta.server.access.Logins;
import io.staffetta.server.access.Logins.Granted;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Public;
import io.staffetta.server.access.Scope;
import io.staffetta.server.web.BrowserCookie;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Log-in, its renewal by cookie, and log-out. */
@Tag(name = "Access")
@RestController
class LoginRoutes {

    static final String COOKIE = "staffetta_refresh";

    private static final String ASKED_A_PROXY = "X-Forwarded-For";
    private static final String COOKIE_PATH = "/api/v1/token";

    private final Logins logins;
    private final Clock clock;

    LoginRoutes(Logins logins, Clock clock) {
        this.logins = logins;
        this.clock = clock;
    }

    record Credentials(@NotNull String email, @NotNull String password) {

        @Override
        public String toString() {
            return "Credentials[" + email + "]";
        }
    }

    record Token(String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "Token[until " + expiresAt + "]";
        }
    }

    @Operation(
            summary = "Logs in with e-mail and password",
            description =
                    "The answer holds a bearer token for 15 minutes; a cookie that only /api/v1/token/refresh reads renews it.")
    @Public
    @PostMapping("/api/v1/login")
    ResponseEntity<Token> logIn(@Valid @RequestBody Credentials credentials, HttpServletRequest request) {
        return granted(logins.logIn(credentials.email(), credentials.password(), peer(request)), request);
    }

    @Operation(
            summary = "A new bearer token for who holds the cookie of a log-in",
            description = "The cookie is replaced with each answer; one that was used before ends the log-in.")
    @Public
    @PostMapping("/api/v1/token/refresh")
    ResponseEntity<Token> renew(
            @CookieValue(name = COOKIE, defaultValue = "") String refreshToken, HttpServletRequest request) {
        return granted(logins.renew(refreshToken), request);
    }

    @Operation(summary = "Ends the log-in that the token and the cookie belong to")
    @Needs(Scope.READ)
    @PostMapping("/api/v1/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> logOut(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) {
        if (authorization != null) {
            logins.logOut(authorization);
        }
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO, request))
                .build();
    }

    /**
     * Where a request comes from: an address, never a name. A proxy on this machine adds who asked it at the end of a header.
     * What that says only keeps one guesser from slowing all others down, and counts for nothing else.
     */
    static InetAddress peer(HttpServletRequest request) {
        InetAddress peer = InetAddress.ofLiteral(request.getRemoteAddr());
        List<String> asked = Collections.list(request.getHeaders(ASKED_A_PROXY));
        if (asked.isEmpty() || !peer.isLoopbackAddress()) {
            return peer;
        }
        String last = asked.getLast();
        try {
            return InetAddress.ofLiteral(
                    last.substring(last.lastIndexOf(',') + 1).strip());
        } catch (IllegalArgumentException noAddress) {
            return peer;
        }
    }

    private ResponseEntity<Token> granted(Granted granted, HttpServletRequest request) {
        Duration lifetime = Duration.between(clock.instant(), granted.refreshExpiresAt());
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, cookie(granted.refreshToken(), lifetime, request))
                .body(new Token(granted.accessToken(), granted.expiresAt()));
    }

    private static String cookie(String value, Duration lifetime, HttpServletRequest request) {
        return BrowserCookie.ours(COOKIE, value, request)
                .path(COOKIE_PATH)
                .maxAge(lifetime)
                .build()
                .toString();
    }
}
