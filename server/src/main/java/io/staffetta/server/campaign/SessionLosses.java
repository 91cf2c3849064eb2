package io.staffetta.server.campaign;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.Lanes;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionRemoval;
import io.staffetta.server.session.SessionWatcher;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Pauses running campaigns whose session was logged out, banned or deleted, and says why. A session that merely dropped is
 * waited for.
 */
@Component
@Order(SessionLosses.FIRST)
class SessionLosses implements SessionWatcher, SessionRemoval {

    static final int FIRST = 0;

    private static final String DELETED = "session_deleted";

    private final CampaignStore store;
    private final CampaignControl control;
    private final CampaignMoves moves;
    private final Lanes lanes;
    private final JdbcClient jdbc;

    SessionLosses(CampaignStore store, CampaignControl control, CampaignMoves moves, Lanes lanes, JdbcClient jdbc) {
        this.store = store;
        this.control = control;
        this.moves = moves;
        this.lanes = lanes;
        this.jdbc = jdbc;
    }

    @Override
    public void moved(Session session) {
        Sender.loss(session.condition().state(), session.condition().reason())
                .ifPresent(reason -> store.runningOver(session.pk())
                        .forEach(id -> control.pauseBecause(session.ownerId(), id, reason)));
    }

    /** Catches up on what a crash swallowed. */
    @Scheduled(fixedDelay = 30_000)
    void catchUp() {
        store.lost().forEach(lost -> control.pauseBecause(lost.ownerId(), lost.id(), lost.reason()));
    }

    /** First all lanes, then the campaigns: nobody who counts a message is ever waited for while holding a campaign. */
    @Override
    public void beforeDelete(long ownerId, long sessionPk) {
        List<Long> left = lanes.campaignLanesOf(sessionPk);
        left.forEach(lane -> lanes.move(lane, null));
        Caller caller = CampaignMoves.system(ownerId);
        for (long id : left.stream().map(this::campaignOf).sorted().toList()) {
            Campaign campaign = store.lock(ownerId, id);
            switch (campaign.status()) {
                case RUNNING -> letGo(caller, campaign, CampaignStatus.PAUSED, "pause");
                case SCHEDULED -> letGo(caller, campaign, CampaignStatus.DRAFT, "unschedule");
                case DRAFT, PAUSED, COMPLETED, STOPPED, FAILED -> {}
            }
        }
    }

    private void letGo(Caller caller, Campaign campaign, CampaignStatus to, String deed) {
        moves.move(caller, moves.begin(campaign.ownerId(), campaign.id(), to), to, deed, DELETED);
    }

    private long campaignOf(long laneId) {
        return jdbc.sql("select campaign_id from lane where id = ?")
                .param(laneId)
                .query(Long.class)
                .single();
    }
}
