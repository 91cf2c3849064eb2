package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.dispatch.Dispatcher;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Changes a campaign and its number together: either both or, where one is refused, neither. Thread-safe. */
@Component
public class CampaignEdits {

    private final Campaigns campaigns;
    private final HandOver handOver;
    private final Dispatcher dispatcher;
    private final TransactionOperations transaction;

    CampaignEdits(Campaigns campaigns, HandOver handOver, Dispatcher dispatcher, TransactionOperations transaction) {
        this.campaigns = campaigns;
        this.handOver = handOver;
        this.dispatcher = dispatcher;
        this.transaction = transaction;
    }

    /**
     * Changes what is given, of a campaign that has not ended.
     *
     * @param sessionId the session to go on with; null or the present one leaves the number as it is
     * @throws Problem as {@link Campaigns#change} and {@link HandOver#change}
     */
    public Campaign change(Caller caller, String name, CampaignChange change, @Nullable String sessionId) {
        if (!change.empty()) {
            campaigns.check(caller, name, change);
        }
        Campaign changed =
                Objects.requireNonNull(transaction.execute(status -> changeAll(caller, name, change, sessionId)));
        dispatcher.laneChanged(changed.laneId());
        return changed;
    }

    private Campaign changeAll(Caller caller, String name, CampaignChange change, @Nullable String sessionId) {
        Campaign before = campaigns.get(caller.ownerId(), name);
        Sender sender = before.sender();
        boolean stays = sessionId == null || (sender != null && sender.id().equals(sessionId));
        Campaign changed = stays || !change.empty() ? campaigns.apply(caller, name, change, null) : before;
        return stays ? changed : handOver.change(caller, name, sessionId, null).campaign();
    }
}
