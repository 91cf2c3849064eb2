package io.staffetta.server.web;

import io.staffetta.core.Problem;
import io.staffetta.server.access.BrowserSessions;
import io.staffetta.server.access.Caller;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * The cookie of a browser that is logged in. Browsers send it by themselves, also when a page of another site asks them
 * to; so it counts for our own API alone, and what changes something must show that our own page asked: a header that
 * no other page can send without being allowed to, and no other origin.
 */
@Component
public class BrowserCookie {

    /** The name of the cookie. */
    public static final String NAME = "staffetta_session";

    /** What our own page sends with everything that changes something. */
    static final String MARK = "X-Staffetta-Page";

    private static final String OWN_API = BrowserCookie.class.getPackageName() + ".v1";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final BrowserSessions sessions;

    BrowserCookie(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * A cookie that only this product reads: no script, no page of another site. It never goes over an unencrypted line
     * once the browser's own word shows that it speaks https, which behind a proxy only the browser knows.
     */
    public static ResponseCookie.ResponseCookieBuilder ours(String name, String value, HttpServletRequest request) {
        String origin = Objects.requireNonNullElse(request.getHeader(HttpHeaders.ORIGIN), "");
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(request.isSecure() || origin.startsWith("https://"));
    }

    /** The secret in a request's cookie; empty without one. */
    public static Optional<String> secret(HttpServletRequest request) {
        Cookie @Nullable [] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    /**
     * Who a request with the cookie acts for.
     *
     * @throws Problem {@code foreign_page} if something is to be changed and the request is not our own page's
     */
    Optional<Caller> caller(HttpServletRequest request, Object handler) {
        if (!isOwnApi(handler)) {
            return Optional.empty();
        }
        Optional<Caller> caller = secret(request).flatMap(sessions::caller);
        if (caller.isPresent() && !READING.contains(request.getMethod()) && !fromOwnPage(request)) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "foreign_page", "This request did not come from the dashboard's own page");
        }
        return caller;
    }

    private static boolean isOwnApi(Object handler) {
        return handler instanceof HandlerMethod method
                && method.getBeanType().getPackageName().equals(OWN_API);
    }

    /** The scheme plays no part: a proxy may speak https for us. */
    private static boolean fromOwnPage(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String site = request.getHeader("Sec-Fetch-Site");
        String host = request.getHeader(HttpHeaders.HOST);
        return request.getHeader(MARK) != null
                && (origin == null || origin.replaceFirst("^https?://", "").equalsIgnoreCase(host))
                && (site == null || OWN_SITE.contains(site.toLowerCase(Locale.ROOT)));
    }
}
