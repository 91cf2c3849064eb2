package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.campaign.ApprovedTemplate;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.server.session.ContentRules;
import io.staffetta.server.session.SessionTemplates;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether a session can carry what a campaign says, and whether the other side would take it, where it takes only approved
 * templates from people who have not written within a day. Asks the other side, so never in a transaction.
 */
@Component
class TemplateChecks implements Approval {

    private final SessionTemplates templates;
    private final JdbcClient jdbc;
    private final Clock clock;

    TemplateChecks(SessionTemplates templates, JdbcClient jdbc, Clock clock) {
        this.templates = templates;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Everything that is known against a campaign's messages: {@code template_not_supported}, {@code media_not_supported},
     * {@code template_required}, {@code templates_unavailable}, and what {@link SessionTemplates#problems} finds.
     */
    @Override
    public List<Problem> problems(Campaign campaign, Sender sender) {
        Template first = campaign.content().template();
        Optional<Capabilities> can = templates.capabilities(campaign.ownerId(), sender.pk());
        if (first == null || can.isEmpty()) {
            return List.of();
        }
        List<Template> messages = new ArrayList<>(List.of(first));
        campaign.content().followUps().steps().stream()
                .map(FollowUpPlan.Step::template)
                .forEach(messages::add);
        List<Problem> unsupported = messages.stream()
                .flatMap(message -> message.approved().stream())
                .flatMap(approved -> ContentRules.unsupported(can.get(), true, approved.media()).stream())
                .limit(1)
                .toList();
        return unsupported.isEmpty() && can.get().templatesOnly()
                ? refused(campaign, sender.pk(), messages)
                : unsupported;
    }

    private List<Problem> refused(Campaign campaign, long sessionPk, List<Template> messages) {
        List<Problem> problems = new ArrayList<>();
        @Nullable List<MessageTemplate> known = null;
        for (int step = 0; step < messages.size(); step++) {
            Optional<ApprovedTemplate> approved = messages.get(step).approved();
            if (approved.isEmpty()) {
                without(campaign, sessionPk, step).ifPresent(problems::add);
                continue;
            }
            try {
                known = known == null ? templates.list(campaign.ownerId(), sessionPk) : known;
            } catch (Problem e) {
                return List.of(e);
            }
            problems.addAll(SessionTemplates.problems(
                    known, approved.get().sample(), approved.get().media(), Map.of("step", step)));
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

    /** Of those who still have to be written to. */
    private long outside(long campaignId, long sessionPk) {
        Instant since = clock.instant().minus(ContentRules.WINDOW);
        return jdbc.sql("""
                select count(*) from recipient r where r.campaign_id = ? and not exists (
                    select 1 from inbound_message i join campaign c on c.id = r.campaign_id
                    where i.owner_id = c.owner_id and i.phone = r.phone and i.session_pk = ? and i.at > ?)
                and not exists (
                    select 1 from message m where m.recipient_id = r.id and m.step = 0
                        and m.state not in ('queued', 'claimed'))
                """)
                .params(campaignId, sessionPk, CampaignRows.utc(since))
                .query((row, n) -> row.getLong(1))
                .single();
    }
}
