package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What users may name their campaigns, and when they may change and delete them. */
final class CampaignRules {

    private static final int LONGEST_NAME = 200;
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private CampaignRules() {}

    static void checkDeletion(Campaign campaign) {
        if (campaign.status() != CampaignStatus.DRAFT && !campaign.status().ended()) {
            throw conflict("campaign_not_deletable", "Stop the campaign before deleting it.", campaign.status());
        }
    }

    /** Refuses a change that does not fit the campaign's status; whether it was started. */
    static boolean started(Campaign campaign, CampaignChange change) {
        CampaignStatus status = campaign.status();
        boolean started = status != CampaignStatus.DRAFT && status != CampaignStatus.SCHEDULED;
        if (status.ended()) {
            throw conflict("campaign_not_changeable", "The campaign has ended: it does not change any more.", status);
        }
        if (started && change.followUps() != null) {
            throw conflict("follow_ups_fixed", "Follow-ups can be changed until the campaign is started.", status);
        }
        return started;
    }

    static void checkVersion(Campaign campaign, @Nullable Set<Integer> expected) {
        if (expected != null && !expected.contains(campaign.version())) {
            throw new Problem(
                    Problem.Kind.STALE,
                    "stale",
                    "It was changed since you last saw it.",
                    Map.of("version", campaign.version()));
        }
    }

    /** Refuses a plan beyond all calendars; one that has passed is a plan that somebody has yet to change. */
    static void checkPlan(@Nullable Instant at, Instant now) {
        if (at != null && at.isBefore(Instant.EPOCH)) {
            StartChecks.checkTime(at, now);
        } else if (at != null) {
            StartChecks.checkWithinReach(at, now);
        }
    }

    private static Problem conflict(String code, String message, CampaignStatus status) {
        return new Problem(Problem.Kind.CONFLICT, code, message, Map.of("status", status.code()));
    }

    static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_campaign_name",
                    "The name of a campaign has 1 to " + LONGEST_NAME + " characters.",
                    Map.of("longest", LONGEST_NAME));
        }
    }

    static void checkCountry(@Nullable String country) {
        if (country != null && !COUNTRIES.contains(country)) {
            throw new Problem(Problem.Kind.INVALID, "invalid_country", "A country is two letters, such as IT.");
        }
    }
}
