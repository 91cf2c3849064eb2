package io.staffetta.core.campaign;

import io.staffetta.core.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a campaign stands, with the one table of its moves. */
public enum CampaignStatus {
    /** Being put together. */
    DRAFT,
    /** It will start by itself. */
    SCHEDULED,
    /** Its messages go, as limits and hours allow. */
    RUNNING,
    /** Its messages wait for a person. */
    PAUSED,
    /** Every recipient has ended. */
    COMPLETED,
    /** A person ended it; what waited was cancelled. */
    STOPPED,
    /** It could not be carried out. */
    FAILED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in the database, the API and the events, such as {@code running}. */
    public String code() {
        return code;
    }

    /** The statuses that can be reached from this one in one move. Staying is not a move. */
    public Set<CampaignStatus> next() {
        return switch (this) {
            case DRAFT -> Set.of(SCHEDULED, RUNNING, FAILED);
            case SCHEDULED -> Set.of(DRAFT, RUNNING, STOPPED, FAILED);
            case RUNNING -> Set.of(PAUSED, COMPLETED, STOPPED, FAILED);
            // What was on its way when it was paused may turn out to have been the last.
            case PAUSED -> Set.of(RUNNING, COMPLETED, STOPPED, FAILED);
            // Only a person's retry of a failed message reopens a completed campaign.
            case COMPLETED -> Set.of(RUNNING);
            case STOPPED, FAILED -> Set.of();
        };
    }

    /**
     * The other status, if it can be reached from this one.
     *
     * @throws Problem {@code invalid_campaign_move} if it cannot
     */
    public CampaignStatus to(CampaignStatus other) {
        if (!next().contains(other)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "invalid_campaign_move",
                    "A campaign that is " + code + " cannot become " + other.code + ".",
                    Map.of("from", code, "to", other.code));
        }
        return other;
    }

    /** Whether nothing more is sent unless a person reopens it. */
    public boolean ended() {
        return switch (this) {
            case COMPLETED, STOPPED, FAILED -> true;
            case DRAFT, SCHEDULED, RUNNING, PAUSED -> false;
        };
    }

    /**
     * The status with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CampaignStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
