package io.staffetta.server.campaign;

import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What campaigns say: the first message and the follow-ups, in versions. A version that was sent once never changes. */
@Component
class CampaignSteps {

    private final JdbcClient jdbc;

    CampaignSteps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds a version of the first message: from the next claim on, it is the one that is sent. */
    void revise(long id, Template template) {
        write(id, 0, template, 0, false);
    }

    /** Sets the first message of a campaign that was not started, so that nobody has seen the one before. */
    void replace(long id, Template template) {
        jdbc.sql("delete from campaign_step where campaign_id = ? and step = 0")
                .param(id)
                .update();
        write(id, 0, template, 0, false);
    }

    /** Sets the follow-ups of a campaign that was not started. */
    void replace(long id, FollowUpPlan plan) {
        jdbc.sql("delete from campaign_step where campaign_id = ? and step > 0")
                .param(id)
                .update();
        int step = 1;
        for (FollowUpPlan.Step followUp : plan.steps()) {
            write(id, step++, followUp.template(), followUp.after().toMillis(), followUp.unlessReplied());
        }
    }

    private void write(long id, int step, Template template, long afterMillis, boolean unlessReplied) {
        jdbc.sql("""
                insert into campaign_step (campaign_id, step, version, template, approved, variants, after_ms,
                    unless_replied)
                select :id, :step, coalesce(max(version), 0) + 1, :template, :approved::jsonb, :variants::jsonb,
                    :after, :unlessReplied
                from campaign_step where campaign_id = :id and step = :step
                """)
                .param("id", id)
                .param("step", step)
                .param("template", template.source())
                .param("approved", TemplateMapping.column(template))
                .param("variants", TemplateMapping.variantsColumn(template))
                .param("after", afterMillis)
                .param("unlessReplied", unlessReplied)
                .update();
    }
}
