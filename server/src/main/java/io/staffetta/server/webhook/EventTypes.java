package io.staffetta.server.webhook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What webhooks can tell of: {@code <kind>.<phase>}, with the names that the event stream has. A filter is such a type,
 * all of a kind ({@code message.*}) or everything ({@code *}).
 */
public final class EventTypes {

    /** What tests of an endpoint are called. */
    public static final String TEST = "webhook.test";

    static final String EVERYTHING = "*";
    private static final String ALL_OF = ".*";

    /** In the order in which things happen. */
    private static final Map<String, List<String>> PHASES = Map.of(
            "message",
            List.of(
                    "queued",
                    "waiting",
                    "waiting_rate_limit",
                    "rate_limit_ok",
                    "reading",
                    "waiting_human",
                    "typing",
                    "sending",
                    "sent",
                    "delivered",
                    "read",
                    "failed",
                    "skipped",
                    "in_doubt",
                    "unconfirmed",
                    "forced"),
            "contact",
            List.of("wrote", "opted_out", "opted_in", "erased"),
            "campaign",
            List.of(
                    "created",
                    "changed",
                    "recipients_added",
                    "planned",
                    "draft",
                    "scheduled",
                    "running",
                    "paused",
                    "completed",
                    "stopped",
                    "failed",
                    "session_changed",
                    "deleted"),
            "session",
            List.of(
                    "created",
                    "changed",
                    "initializing",
                    "qr_generated",
                    "authenticated",
                    "ready",
                    "restricted",
                    "resting",
                    "disconnected",
                    "logged_out",
                    "stopped",
                    "error",
                    "released",
                    "reported",
                    "deleted"));

    private static final List<String> KINDS = List.of("message", "contact", "campaign", "session");

    private EventTypes() {}

    /** All types, kind by kind. */
    public static List<String> all() {
        List<String> types = new ArrayList<>();
        for (String kind : KINDS) {
            PHASES.getOrDefault(kind, List.of()).forEach(phase -> types.add(kind + "." + phase));
        }
        return types;
    }

    /** Whether something may be filtered by this. */
    static boolean known(String filter) {
        if (filter.equals(EVERYTHING)) {
            return true;
        }
        int dot = filter.indexOf('.');
        List<String> phases = dot < 0 ? List.of() : PHASES.getOrDefault(filter.substring(0, dot), List.of());
        return !phases.isEmpty()
                && (filter.substring(dot).equals(ALL_OF) || phases.contains(filter.substring(dot + 1)));
    }

    /** Everything that lets events of this kind and phase through. */
    static Set<String> letting(String kind, String phase) {
        return new LinkedHashSet<>(List.of(EVERYTHING, kind + ALL_OF, kind + "." + phase));
    }

    /** Whether one of these filters lets events of this kind and phase through. */
    static boolean let(Collection<String> filters, String kind, String phase) {
        return letting(kind, phase).stream().anyMatch(filters::contains);
    }
}
