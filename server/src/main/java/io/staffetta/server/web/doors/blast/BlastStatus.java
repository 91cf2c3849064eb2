package io.staffetta.server.web.doors.blast;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The document's names for the statuses of campaigns. */
final class BlastStatus {

    private BlastStatus() {}

    static String of(CampaignStatus status) {
        return switch (status) {
            case DRAFT -> "IDLE";
            case SCHEDULED, RUNNING, PAUSED, COMPLETED, STOPPED, FAILED -> status.name();
        };
    }

    /** The status that a filter names, in any case; null for none. */
    static @Nullable CampaignStatus read(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return null;
        }
        String name = written.strip().toUpperCase(Locale.ROOT);
        return Stream.of(CampaignStatus.values())
                .filter(status -> of(status).equals(name))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID,
                        "invalid_parameter",
                        "There is no such status",
                        Map.of("parameter", "status")));
    }
}
