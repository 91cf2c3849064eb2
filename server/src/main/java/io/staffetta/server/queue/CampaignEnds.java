package io.staffetta.server.queue;

import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends campaigns in which nobody is left when no message's move shows it: the last one ended before the planning did, or
 * while the campaign was paused.
 */
@Component
public class CampaignEnds {

    private final Transactions transactions;
    private final CampaignCounters counters = new CampaignCounters();
    private final Clock clock;

    /** Works in the callers' transactions, at this clock's (real) time. */
    public CampaignEnds(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Completes this campaign if it runs, or is paused, and all of it has ended. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void check(long campaignId) {
        transactions.in(connection -> {
            counters.check(connection, campaignId, clock.instant());
            return true;
        });
    }
}
