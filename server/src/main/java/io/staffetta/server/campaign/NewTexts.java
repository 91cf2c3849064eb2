package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.server.access.Caller;
import io.staffetta.server.media.MediaFiles;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether what a campaign is to say can be said: a campaign that is under way goes on with a new text at once, so what
 * would let its messages fail is refused. May ask the other side: never in a transaction.
 */
@Component
class NewTexts {

    private final MediaFiles files;
    private final Approval approval;
    private final ImportedColumns columns;

    NewTexts(MediaFiles files, Approval approval, JdbcClient jdbc) {
        this.files = files;
        this.approval = approval;
        this.columns = new ImportedColumns(jdbc);
    }

    /**
     * Refuses files that are not the caller's.
     *
     * @throws Problem {@code media_not_found}, {@code media_kind_mismatch}
     */
    void checkFiles(Caller caller, @Nullable Template first, @Nullable FollowUpPlan followUps) {
        Stream.concat(
                        Stream.ofNullable(first),
                        Stream.ofNullable(followUps)
                                .flatMap(plan -> plan.steps().stream())
                                .map(FollowUpPlan.Step::template))
                .flatMap(template -> template.approved().stream())
                .forEach(approved -> files.check(caller.ownerId(), approved.media()));
    }

    /**
     * Refuses a text that the recipients of a started campaign cannot be written to with.
     *
     * @throws Problem {@code template_variables_missing} where their files lack a column, and for one that is running
     *     what {@link Approval#check} refuses
     */
    void check(Campaign campaign, Template first) {
        if (campaign.dates().startedAt() == null || campaign.status().ended()) {
            return;
        }
        List<String> missing = columns.lackedBySome(campaign.id(), CampaignTexts.required(first));
        if (!missing.isEmpty()) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "template_variables_missing",
                    "Variables are missing: " + String.join(", ", missing),
                    Map.of("missing", missing));
        }
        if (campaign.status() == CampaignStatus.RUNNING) {
            approval.check(campaign.saying(first));
        }
    }
}
