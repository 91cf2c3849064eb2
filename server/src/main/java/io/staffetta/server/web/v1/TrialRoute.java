package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.Template;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.CampaignRefs;
import io.staffetta.server.campaign.TemplateMapping;
import io.staffetta.server.campaign.Trial;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A campaign's next text, before it is one. */
@Tag(name = "Campaigns")
@RestController
class TrialRoute {

    private final CampaignRefs campaigns;
    private final Trial trial;

    TrialRoute(CampaignRefs campaigns, Trial trial) {
        this.campaigns = campaigns;
        this.trial = trial;
    }

    /**
     * A text to be tried.
     *
     * @param variants its further wordings
     * @param after the message of an earlier answer, for the person behind
     */
    record Text(
            @NotNull String template,
            @Nullable List<String> variants,
            @Nullable Long after) {

        @Override
        public String toString() {
            return "Text";
        }
    }

    @Operation(
            summary = "What another text would say to somebody whose turn has not come, and to how many it would go",
            description = "Changes nothing. The answer is what would be sent if the text was saved now.")
    @PostMapping("/api/v1/campaigns/{campaign}/preview")
    @Needs(Scope.READ)
    Trial.Shown tryOut(Caller caller, @PathVariable String campaign, @Valid @RequestBody Text body) {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        Template template = TemplateMapping.varied(Template.of(body.template()), body.variants());
        if (template == null) {
            throw new Problem(Problem.Kind.INVALID, "text_blank", "The text is empty.");
        }
        return trial.on(caller.ownerId(), campaignId, template, body.after() == null ? 0 : body.after());
    }
}
