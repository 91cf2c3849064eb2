package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.campaign.ApprovedTemplate;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.server.session.SessionTemplates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether the other side would take what a campaign says, where it takes only approved templates from people who have not
 * written within a day. Asks the other side, so never in a transaction.
 */
@Component
class TemplateChecks implements Approval {

    /** For how long after a person's message texts of one's own may be sent. */
    private static final Duration WINDOW = Duration.ofHours(24);

    private final SessionTemplates templates;
    private final JdbcClient jdbc;
    private final Clock clock;

    TemplateChecks(SessionTemplates templates, JdbcClient jdbc, Clock clock) {
        this.templates = templates;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Everything that is known against a campaign's messages: {@code template_required}, {@code template_unknown},
     * {@code template_not_approved}, {@code template_body_values}, {@code template_header_values},
     * {@code template_header_media}, {@code template_button_values}, {@code templates_unavailable}.
     */
    @Override
    public List<Problem> problems(Campaign campaign) {
        Sender sender = campaign.sender();
        Template first = campaign.content().template();
        if (sender == null || first == null || !templates.needed(campaign.ownerId(), sender.pk())) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        List<Template> messages = new ArrayList<>(List.of(first));
        campaign.content().followUps().steps().stream()
                .map(FollowUpPlan.Step::template)
                .forEach(messages::add);
        @Nullable List<MessageTemplate> known = null;
        for (int step = 0; step < messages.size(); step++) {
            Optional<ApprovedTemplate> approved = messages.get(step).approved();
            if (approved.isEmpty()) {
                without(campaign, sender.pk(), step).ifPresent(problems::add);
                continue;
            }
            try {
                known = known == null ? templates.list(campaign.ownerId(), sender.pk()) : known;
            } catch (Problem e) {
                return List.of(e);
            }
            problems.addAll(flaws(approved.get(), known, step));
        }
        return problems;
    }

    /** A text of one's own reaches only those who wrote within a day; a follow-up comes when that is over. */
    private Optional<Problem> without(Campaign campaign, long sessionPk, int step) {
        long outside = step > 0 ? campaign.content().recipients() : outside(campaign.id(), sessionPk);
        return outside == 0
                ? Optional.empty()
                : Optional.of(new Problem(
                        Kind.CONFLICT,
                        "template_required",
                        "People who have not written to this number within 24 hours get approved templates only.",
                        Map.of("step", step, "people", outside)));
    }

    private long outside(long campaignId, long sessionPk) {
        Instant since = clock.instant().minus(WINDOW);
        return jdbc.sql("""
                select count(*) from recipient r where r.campaign_id = ? and not exists (
                    select 1 from inbound_message i join campaign c on c.id = r.campaign_id
                    where i.owner_id = c.owner_id and i.phone = r.phone and i.session_pk = ? and i.at > ?)
                """)
                .params(campaignId, sessionPk, CampaignRows.utc(since))
                .query((row, n) -> row.getLong(1))
                .single();
    }

    private static List<Problem> flaws(ApprovedTemplate wanted, List<MessageTemplate> known, int step) {
        Optional<MessageTemplate> found = known.stream()
                .filter(template -> template.name().equals(wanted.name())
                        && template.language().equals(wanted.language()))
                .findFirst();
        if (found.isEmpty()) {
            return List.of(flaw("template_unknown", wanted, step));
        }
        return found.get().flaws(wanted.sample(), wanted.media()).stream()
                .map(code -> flaw(code, wanted, step))
                .toList();
    }

    private static Problem flaw(String code, ApprovedTemplate wanted, int step) {
        return new Problem(
                Kind.CONFLICT,
                code,
                "The other side would refuse the template " + wanted.name() + ".",
                Map.of("template", wanted.name(), "language", wanted.language(), "step", step));
    }
}
