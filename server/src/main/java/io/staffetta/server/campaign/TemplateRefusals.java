package io.staffetta.server.campaign;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.dispatch.RefusalListener;
import io.staffetta.server.queue.RefusedMessage;
import org.springframework.stereotype.Component;

/** Pauses a campaign whose template the other side does not take any more: everybody else would be refused, too. */
@Component
class TemplateRefusals implements RefusalListener {

    private static final String REASON = "template_refused";

    private final CampaignControl control;

    TemplateRefusals(CampaignControl control) {
        this.control = control;
    }

    @Override
    public void refused(RefusedMessage message) {
        Long campaign = message.campaignId();
        if (message.refusal().scope() == SendOutcome.Scope.TEMPLATE && campaign != null) {
            control.pauseBecause(message.ownerId(), campaign, REASON);
        }
    }
}
