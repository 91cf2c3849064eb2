package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which ids a user may choose for a session: they stand in paths, so words that a route uses are taken. */
final class SessionIds {

    private static final Pattern ALLOWED = Pattern.compile("[-_A-Za-z0-9]{1,54}");
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "api",
            "api-keys",
            "assets",
            "blast",
            "blast-control",
            "campaigns",
            "contacts",
            "default",
            "docs",
            "error",
            "event-log",
            "events",
            "favicon",
            "health",
            "inbound",
            "index",
            "log",
            "login",
            "logout",
            "mcp",
            "messages",
            "metrics",
            "numbers",
            "openapi",
            "opt-outs",
            "pools",
            "qr",
            "queue",
            "refresh",
            "send",
            "session",
            "sessions",
            "settings",
            "setup",
            "simulator",
            "status",
            "stored",
            "swagger-ui",
            "test",
            "token",
            "users",
            "v1",
            "webhook",
            "webhooks",
            "whatsapp",
            "whatsapp-campaigns",
            "whatsapp-events",
            "whatsapp-queue",
            "whatsapp-service",
            "whatsapp-sessions",
            "whatsapp-web");

    private SessionIds() {}

    /**
     * Refuses what cannot be an id.
     *
     * @throws Problem {@code invalid_session_id} or {@code reserved_session_id}
     */
    static void check(String id) {
        if (!ALLOWED.matcher(id).matches()) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_session_id",
                    "A session id has 1 to 54 letters, digits, dashes and underscores.");
        }
        if (RESERVED.contains(id.toLowerCase(Locale.ROOT))) {
            throw new Problem(
                    Kind.INVALID,
                    "reserved_session_id",
                    "The session id \"" + id + "\" is a reserved word.",
                    Map.of("id", id));
        }
    }
}
