package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.CampaignRefs;
import io.staffetta.server.campaign.RecentContacts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The people of a campaign who were written to not long ago. */
@Tag(name = "Recipients")
@RestController
@RequestMapping("/api/v1/campaigns/{campaign}/recently-contacted")
class RecentContactRoutes {

    private static final String DAYS = "7";
    private static final int MOST_DAYS = 366;

    private final CampaignRefs campaigns;
    private final RecentContacts recent;

    RecentContactRoutes(CampaignRefs campaigns, RecentContacts recent) {
        this.campaigns = campaigns;
        this.recent = recent;
    }

    /** How many were left out. */
    record Excluded(int excluded) {}

    @Operation(summary = "Who of a campaign's people was written to in the last days, by whichever campaign")
    @GetMapping
    RecentContacts.Recent find(
            Caller caller, @PathVariable String campaign, @RequestParam(defaultValue = DAYS) int days) {
        return recent.find(caller.ownerId(), campaigns.resolve(caller.ownerId(), campaign), within(days));
    }

    @Operation(
            summary = "Leave those out of a campaign that was not started",
            description = "They are kept among the refused rows of their file, under recently_contacted.")
    @DeleteMapping
    @Needs(Scope.SEND)
    Excluded exclude(Caller caller, @PathVariable String campaign, @RequestParam(defaultValue = DAYS) int days) {
        return new Excluded(
                recent.exclude(caller.ownerId(), campaigns.resolve(caller.ownerId(), campaign), within(days)));
    }

    private static Duration within(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_parameter",
                    "The parameter days lies between 1 and " + MOST_DAYS + ".",
                    Map.of("parameter", "days"));
        }
        return Duration.ofDays(days);
    }
}
