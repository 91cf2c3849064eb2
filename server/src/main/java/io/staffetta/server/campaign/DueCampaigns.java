package io.staffetta.server.campaign;

import io.staffetta.core.pacing.BusinessTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Starts scheduled campaigns when their time has come. What is due stands in the database alone, so that neither a restart
 * nor a jump of the simulator's clock loses a start; of several nodes the first one starts it.
 */
@Component
class DueCampaigns {

    private static final Logger log = LoggerFactory.getLogger(DueCampaigns.class);
    private static final int AT_ONCE = 100;

    private final CampaignStore store;
    private final CampaignControl control;
    private final BusinessTime businessTime;

    DueCampaigns(CampaignStore store, CampaignControl control, BusinessTime businessTime) {
        this.store = store;
        this.control = control;
        this.businessTime = businessTime;
    }

    /** Starts what is due now. */
    @Scheduled(fixedDelay = 1_000)
    void startDue() {
        for (CampaignStore.Known due : store.due(businessTime.now(false), businessTime.now(true), AT_ONCE)) {
            control.startDue(due.ownerId(), due.id())
                    .ifPresent(campaign -> log.info(
                            "campaign {} was due and is {}",
                            campaign.id(),
                            campaign.status().code()));
        }
    }
}
