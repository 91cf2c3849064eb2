package io.staffetta.server.web.doors.admin;

import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.OutsideReports;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The document's names for what happens to a message, from the product's own. */
final class Phases {

    /** All there are, in the order in which they may come. */
    static final Set<String> ALL = Set.of(
            "queued",
            "waiting_rate_limit",
            "rate_limit_ok",
            "skipped",
            "reading",
            "waiting_human",
            "typing",
            "sending",
            "sent",
            "failed",
            "delivered",
            "read",
            "processing");

    private static final String UNCONFIRMED = MessageState.UNCONFIRMED.code();

    private Phases() {}

    /** The document's name, or empty for what it knows nothing of. */
    static Optional<String> of(String phase, @Nullable JsonNode detail) {
        return switch (phase) {
            case "queued",
                    "waiting_rate_limit",
                    "rate_limit_ok",
                    "skipped",
                    "reading",
                    "waiting_human",
                    "typing",
                    "sending",
                    "sent",
                    "failed",
                    "delivered",
                    "read" -> Optional.of(phase);
            case "waiting", "forced" -> Optional.of("queued");
            case "in_doubt" -> Optional.of("processing");
            case "unconfirmed" -> Optional.of("failed");
            case OutsideReports.REPORTED -> reported(detail);
            default -> Optional.empty();
        };
    }

    /** What went wrong, or null. */
    static @Nullable String error(String phase, @Nullable String reason) {
        return switch (phase) {
            case "failed", "skipped" -> MessageWords.upper(reason);
            case String p when p.equals(UNCONFIRMED) -> MessageWords.upper(EndReason.OUTCOME_UNKNOWN.code());
            default -> null;
        };
    }

    private static Optional<String> reported(@Nullable JsonNode detail) {
        return Optional.ofNullable(detail)
                .map(facts -> facts.path("phase").asString(""))
                .filter(ALL::contains);
    }
}
