package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.core.delivery.LaneStatus;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lanes: where messages wait. Every change takes the lane's row lock, which marks of sending share; after a change
 * is committed no message can be marked as sending under what was true before. No cost here depends on how many
 * messages wait.
 */
@Component
public class Lanes {

    private final JdbcClient jdbc;
    private final Clock clock;

    /** Works through this client, at this clock's (real) time. */
    public Lanes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Opens the lane for a session's direct messages and returns its id. Called once, with the session's creation. */
    @Transactional
    public long openDirect(long ownerId, long sessionPk, boolean simulated) {
        return jdbc.sql("""
                insert into lane (owner_id, kind, session_pk, status, simulated)
                values (?, 'direct', ?, 'open', ?) returning id
                """)
                .params(ownerId, sessionPk, simulated)
                .query(Long.class)
                .single();
    }

    /** Makes the lane of a campaign, paused until the campaign runs, and returns its id. */
    @Transactional
    public long openForCampaign(long ownerId, long campaignId, long sessionPk, boolean simulated) {
        return jdbc.sql("""
                insert into lane (owner_id, kind, campaign_id, session_pk, status, simulated)
                values (?, 'campaign', ?, ?, 'paused', ?) returning id
                """)
                .params(ownerId, campaignId, sessionPk, simulated)
                .query(Long.class)
                .single();
    }

    /** The lane of a campaign. */
    public long ofCampaign(long campaignId) {
        return jdbc.sql("select id from lane where campaign_id = ?")
                .param(campaignId)
                .query(Long.class)
                .single();
    }

    /** The lane of a session's direct messages. */
    public long directOf(long sessionPk) {
        return jdbc.sql("select id from lane where session_pk = ? and kind = 'direct'")
                .param(sessionPk)
                .query(Long.class)
                .optional()
                .orElseThrow(
                        () -> new Problem(Problem.Kind.NOT_FOUND, "session_not_found", "There is no such session."));
    }

    /** How many direct messages wait for these sessions, by their keys; counted up to a thousand each. */
    public Map<Long, Integer> waitingDirect(Collection<Long> sessionPks) {
        Map<Long, Integer> waiting = new HashMap<>();
        jdbc.sql("""
                select l.session_pk, w.count from lane l cross join lateral (
                    select count(*)::int as count from (
                        select 1 from message m where m.lane_id = l.id and m.state = 'queued' limit 1000
                    ) q
                ) w
                where l.session_pk = any(?) and l.kind = 'direct'
                """).param(sessionPks.toArray(Long[]::new)).query(row -> {
            waiting.put(row.getLong(1), row.getInt(2));
        });
        return waiting;
    }

    /** The campaign lanes that point to a session. */
    public List<Long> campaignLanesOf(long sessionPk) {
        return jdbc.sql("select id from lane where session_pk = ? and kind = 'campaign' order by id")
                .param(sessionPk)
                .query((row, n) -> row.getLong(1))
                .list();
    }

    /**
     * Locks a lane against marks of sending until the caller's transaction ends, and returns the session it points to.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Long> lock(long laneId) {
        long session = jdbc.sql("select coalesce(session_pk, 0) from lane where id = ? for update")
                .param(laneId)
                .query(Long.class)
                .single();
        return session == 0 ? Optional.empty() : Optional.of(session);
    }

    /** Locks all lanes that point to a session in the same way. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockAllOf(long sessionPk) {
        jdbc.sql("select id from lane where session_pk = ? order by id for update")
                .param(sessionPk)
                .query(Long.class)
                .list();
    }

    /**
     * Points a lane to another session, in the caller's transaction: the epoch rises, what was claimed goes back, what
     * is being handed over stays with the old session.
     *
     * @param sessionPk the new session, or null for none (the session was deleted)
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public LaneMove move(long laneId, @Nullable Long sessionPk) {
        Optional<Long> old = lock(laneId);
        long epoch = jdbc.sql("""
                update lane set session_pk = :session, epoch = epoch + 1, wait_reason = null, next_at = null,
                    lost_session = case when :session::bigint is null
                        then coalesce((select s.session_id from wa_session s where s.id = lane.session_pk), lost_session) end
                where id = :lane returning epoch
                """)
                .param("session", sessionPk)
                .param("lane", laneId)
                .query(Long.class)
                .single();
        int released = old.map(session -> releaseClaimed(laneId, session)).orElse(0);
        int inFlight = old.map(session -> inFlight(laneId, session)).orElse(0);
        return new LaneMove(epoch, old.orElse(null), released, inFlight);
    }

    /** Sets a lane's status, in the caller's transaction; what was claimed goes back unless the lane opens. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void setStatus(long laneId, LaneStatus status) {
        Optional<Long> session = lock(laneId);
        jdbc.sql("""
                update lane set status = ?, epoch = epoch + 1, next_at = null,
                    wait_reason = case when ? = 'paused' then 'paused' end
                where id = ?
                """).params(status.code(), status.code(), laneId).update();
        if (status != LaneStatus.OPEN) {
            session.ifPresent(pk -> releaseClaimed(laneId, pk));
        }
    }

    /** Opens a lane that is paused, in the caller's transaction; answers whether it was. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean open(long laneId) {
        return jdbc.sql("""
                update lane set status = 'open', epoch = epoch + 1, wait_reason = null, next_at = null
                where id = ? and status = 'paused'
                """).param(laneId).update() == 1;
    }

    /** How many of a lane's messages are with an engine now: being handed over, not answered yet. */
    public int inFlight(long laneId, long sessionPk) {
        return jdbc.sql("""
                select count(*) from message where session_pk = ? and state in ('claimed', 'sending', 'in_doubt')
                    and state = 'sending' and lane_id = ?
                """).params(sessionPk, laneId).query(Integer.class).single();
    }

    private int releaseClaimed(long laneId, long sessionPk) {
        return jdbc.sql("""
                update message set state = 'queued', session_pk = null, updated_at = ?
                where session_pk = ? and state in ('claimed', 'sending', 'in_doubt') and state = 'claimed' and lane_id = ?
                """).params(now(), sessionPk, laneId).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
