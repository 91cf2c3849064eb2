package io.staffetta.server.queue;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends what waits in closed lanes, in chunks: state, event and counter of a message move in one transaction, and whoever
 * comes later goes on with what is left. Messages that are with an engine end by themselves.
 */
@Component
public class Cancelling {

    /** A longer transaction would hold up the readers of the event log. */
    private static final int CHUNK = 5_000;

    static final String CANCEL = """
            with chunk as (
                select m.id from message m join lane l on l.id = m.lane_id and l.status = 'closed'
                where m.lane_id = :lane and m.state = 'queued' limit :chunk for update of m skip locked
            ), gone as (
                update message m set updated_at = :now,
                    state = case when m.may_have_left then 'unconfirmed' else 'skipped' end,
                    reason = case when m.may_have_left then 'outcome_unknown' else 'cancelled' end
                from chunk where m.id = chunk.id
                returning m.id, m.owner_id, m.campaign_id, m.attempts, m.state, m.reason
            ), told as (
                insert into message_event
                    (at, owner_id, kind, phase, message_id, campaign_id, lane_id, reason, attempt)
                select :now, owner_id, 'message', state, id, campaign_id, :lane, reason, attempts from gone
            ), counted as (
                update campaign c set skipped = c.skipped + g.skipped, unconfirmed = c.unconfirmed + g.unconfirmed,
                    updated_at = :now
                from (
                    select campaign_id, count(*) filter (where state = 'skipped') as skipped,
                        count(*) filter (where state = 'unconfirmed') as unconfirmed
                    from gone group by campaign_id
                ) g
                where c.id = g.campaign_id
            )
            select count(*) from gone
            """;

    static final String UNFINISHED = """
            select l.id from lane l where l.status = 'closed'
                and exists (select from message m where m.lane_id = l.id and m.state = 'queued')
            order by l.id
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** Works through this client, at this clock's (real) time. */
    public Cancelling(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Skips everything that waits in a closed lane and returns how much it was; nothing happens to other lanes. */
    public int cancelWaiting(long laneId) {
        int all = 0;
        int chunk = CHUNK;
        while (chunk == CHUNK) {
            chunk = transaction.execute(status -> cancelChunk(laneId));
            all += chunk;
        }
        return all;
    }

    /** Does the same for every closed lane in which something waits. */
    public void resumeAll() {
        List<Long> lanes =
                jdbc.sql(UNFINISHED).query((row, n) -> row.getLong(1)).list();
        lanes.forEach(this::cancelWaiting);
    }

    private int cancelChunk(long laneId) {
        return jdbc.sql(CANCEL)
                .param("lane", laneId)
                .param("chunk", CHUNK)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }
}
