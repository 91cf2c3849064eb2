package io.staffetta.server.web.edge;

import java.util.Map;
import org.apache.coyote.Response;

/**
 * The headers that every answer carries. Whoever answers may put others of the same name in their place: pages of ours have a
 * policy of their own, files and pictures may be kept.
 */
final class ProtectingHeaders {

    /** What is no page loads nothing, sends nothing, and is shown in nobody's frame. */
    private static final String NO_CONTENT =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> ALL = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Content-Security-Policy", NO_CONTENT,
            "Cache-Control", "no-store");

    private ProtectingHeaders() {}

    static void put(Response response) {
        ALL.forEach(response::setHeader);
    }
}
