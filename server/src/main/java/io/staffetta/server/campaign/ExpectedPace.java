package io.staffetta.server.campaign;

import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.CampaignEstimate;
import io.staffetta.core.pacing.Delay;
import io.staffetta.core.pacing.HumanRhythm;
import java.time.Duration;

/** How fast a campaign goes by its rules, and by what is known of machines before anything was sent. */
final class ExpectedPace {

    /**
     * What each message takes beside its pauses before more is known of a number: the Cloud API lets a number send 80 in a
     * second, and a linked device's way through this product is about as long.
     */
    private static final Duration OWN_TIME = Duration.ofNanos(12_500_000);

    private final BusinessTime businessTime;

    ExpectedPace(BusinessTime businessTime) {
        this.businessTime = businessTime;
    }

    CampaignEstimate.Pace of(Campaign campaign, Sender sender) {
        return new CampaignEstimate.Pace(
                longerDelay(campaign).mean(),
                human(campaign, sender) ? HumanRhythm.mean(characters(campaign)) : Duration.ZERO,
                businessTime.passing(sender.simulated(), OWN_TIME));
    }

    /** The standard deviation from one send to the next, as the pauses are drawn. */
    static Duration deviation(Campaign campaign, Sender sender) {
        Duration rhythm = human(campaign, sender) ? HumanRhythm.deviation(characters(campaign)) : Duration.ZERO;
        return HumanRhythm.together(longerDelay(campaign).deviation(), rhythm);
    }

    /** Nobody types a template, and where no pacing is needed nothing is waited for in its place. */
    private static boolean human(Campaign campaign, Sender sender) {
        Template template = campaign.content().template();
        boolean typed = template == null || template.approved().isEmpty();
        return sender.limits().human() && (typed || sender.needsPacing());
    }

    private static Delay longerDelay(Campaign campaign) {
        Delay message = campaign.pace().messageDelay();
        Delay contact = campaign.pace().contactDelay();
        return message.mean().compareTo(contact.mean()) < 0 ? contact : message;
    }

    private static int characters(Campaign campaign) {
        Template template = campaign.content().template();
        return template == null ? 0 : template.source().length();
    }
}
