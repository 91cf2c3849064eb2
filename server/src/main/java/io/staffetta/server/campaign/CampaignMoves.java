package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.CampaignEnds;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Lanes;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one place from which the status of campaigns changes, but for the end that the queue sees: lane, row, event and
 * audit in the caller's transaction. The lane comes first, so that everybody locks lanes, messages, campaigns in this
 * order; once a move is committed nothing can be sent under the status before.
 */
@Component
class CampaignMoves {

    /** Who acts where no person does. */
    static final String SYSTEM = "system";

    private final CampaignStore store;
    private final Lanes lanes;
    private final CampaignEnds ends;
    private final EventLog events;
    private final Audit audit;
    private final JdbcClient jdbc;
    private final Clock clock;

    CampaignMoves(
            CampaignStore store,
            Lanes lanes,
            CampaignEnds ends,
            EventLog events,
            Audit audit,
            JdbcClient jdbc,
            Clock clock) {
        this.store = store;
        this.lanes = lanes;
        this.ends = ends;
        this.events = events;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The product itself, acting for a user. */
    static Caller system(long ownerId) {
        return new Caller(ownerId, SYSTEM, Set.of());
    }

    /** Holds a campaign and its lane, which from now on lets go what fits the status to come. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Campaign begin(long ownerId, long id, CampaignStatus next) {
        lanes.setStatus(lanes.ofCampaign(id), lane(next));
        return store.lock(ownerId, id);
    }

    /**
     * Carries out a move of a campaign that {@link #begin} holds, and returns it as it is then.
     *
     * @param deed for the audit, such as {@code pause}
     * @param reason a stable code where nobody asked for it, or null
     * @throws Problem {@code invalid_campaign_move} if the table of moves has none such
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Campaign move(Caller caller, Campaign from, CampaignStatus to, String deed, @Nullable String reason) {
        if (from.status() != to) {
            from.status().to(to);
        }
        jdbc.sql("""
                update campaign set status = :to, status_reason = :reason, updated_at = :now, version = version + 1,
                    started_at = case when :to = 'running' then coalesce(started_at, :now) else started_at end,
                    total = case when :from in ('draft', 'scheduled') and :to in ('running', 'stopped')
                        then recipients else total end,
                    paused_at = case when :to = 'paused' then :now else paused_at end,
                    resumed_at = case when :from = 'paused' and :to = 'running' then :now else resumed_at end,
                    stopped_at = case when :to in ('stopped', 'failed') then :now else stopped_at end,
                    planned_start = case when :to = 'draft' then scheduled_at else planned_start end,
                    scheduled_at = case when :to = 'draft' then null else scheduled_at end
                where owner_id = :owner and id = :id
                """)
                .param("to", to.code())
                .param("from", from.status().code())
                .param("reason", reason)
                .param("now", CampaignRows.utc(clock.instant()))
                .param("owner", from.ownerId())
                .param("id", from.id())
                .update();
        events.append(Event.campaign(clock.instant(), from.ownerId(), from.id(), to.code(), reason, null));
        audit.record(
                caller,
                "campaign." + deed,
                "campaign:" + from.publicId(),
                reason == null ? Map.of() : Map.of("reason", reason));
        if (to == CampaignStatus.RUNNING) {
            ends.check(from.id());
        }
        return store.find(from.ownerId(), from.id()).orElseThrow(CampaignStore::notFound);
    }

    private static LaneStatus lane(CampaignStatus status) {
        return switch (status) {
            case RUNNING, COMPLETED -> LaneStatus.OPEN;
            case DRAFT, SCHEDULED, PAUSED -> LaneStatus.PAUSED;
            case STOPPED, FAILED -> LaneStatus.CLOSED;
        };
    }
}
