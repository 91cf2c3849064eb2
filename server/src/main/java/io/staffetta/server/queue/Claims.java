package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Takes messages from the heads of lanes. One index probe per lane, several lanes in one statement; nothing is ever
 * sorted across lanes, so that the cost does not depend on how many messages wait.
 */
@Component
public class Claims {

    static final String CLAIM = """
            with probe as (
                select p.lane_id, p.session_pk, p.owner_epoch, p.key, p.now, p.most, l.epoch
                from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::int[])
                    as p(lane_id, session_pk, owner_epoch, key, now, most)
                join lane l on l.id = p.lane_id and l.status = 'open' and l.session_pk = p.session_pk
            ), head as (
                select m.id, p.session_pk, p.owner_epoch, p.epoch
                from probe p cross join lateral (
                    select m.id from message m
                    where m.lane_id = p.lane_id and m.parked = p.key and m.state = 'queued' and m.due_at <= p.now
                    order by m.due_at, m.id limit p.most for update skip locked
                ) m
            )
            update message m set state = 'claimed', session_pk = h.session_pk, owner_epoch = h.owner_epoch,
                lane_epoch = h.epoch, updated_at = ?
            from head h where m.id = h.id
            returning m.id, m.owner_id, m.lane_id, m.lane_epoch, m.session_pk, m.owner_epoch, m.campaign_id,
                m.recipient_id, m.step, m.step_version, m.phone, m.body, m.forced, m.attempts, m.due_at,
                exists (select 1 from contact c where c.owner_id = m.owner_id and c.phone = m.phone
                    and c.last_inbound_at is not null)
                or exists (select 1 from message o where o.owner_id = m.owner_id and o.phone = m.phone
                    and o.session_pk = m.session_pk and o.state in ('sent', 'delivered', 'read')) as known_chat
            """;

    static final String HEADS = """
            select p.lane_id, m.id, m.due_at
            from unnest(?::bigint[], ?::bigint[]) as p(lane_id, key)
            cross join lateral (
                select m.id, m.due_at from message m
                where m.lane_id = p.lane_id and m.parked = p.key and m.state = 'queued'
                order by m.due_at, m.id limit 1
            ) m
            """;

    private static final String PARK = """
            update message set state = 'queued', parked = ?, session_pk = null, updated_at = ?
            where id = ? and state = 'claimed' and session_pk = ? and owner_epoch = ?
            """;

    private static final String RELEASE = """
            update message m set state = 'queued', session_pk = null, updated_at = ?
            from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as b(id, session_pk, owner_epoch)
            where m.id = b.id and m.state = 'claimed' and m.session_pk = b.session_pk
                and m.owner_epoch = b.owner_epoch
            """;

    private final Transactions transactions;
    private final Clock clock;

    /** Works in transactions of its own, at this clock's (real) time. */
    public Claims(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Takes what is due at these heads, in one transaction. */
    public List<Claimed> claim(List<Probe> probes) {
        return transactions.in(connection -> Rows.query(
                connection,
                CLAIM,
                Claims::read,
                Rows.column(connection, "bigint", probes, Probe::laneId),
                Rows.column(connection, "bigint", probes, Probe::sessionPk),
                Rows.column(connection, "bigint", probes, Probe::ownerEpoch),
                Rows.column(connection, "bigint", probes, Probe::key),
                Rows.column(connection, "text", probes, Probe::now),
                Rows.column(connection, "int", probes, Probe::most),
                clock.instant()));
    }

    /** What waits first in each of these lanes, due or not; lanes where nothing waits are absent. */
    public Map<Long, Head> heads(List<Probe> probes) {
        return transactions.in(connection -> {
            Map<Long, Head> heads = new HashMap<>();
            Rows.query(
                    connection,
                    HEADS,
                    row -> heads.put(
                            row.getLong("lane_id"), new Head(row.getLong("id"), Rows.knownInstant(row, "due_at"))),
                    Rows.column(connection, "bigint", probes, Probe::laneId),
                    Rows.column(connection, "bigint", probes, Probe::key));
            return heads;
        });
    }

    /** Gives claims back: nothing of them has left. */
    public void release(List<Claimed> claims) {
        transactions.in(connection -> Rows.update(
                connection,
                RELEASE,
                clock.instant(),
                ids(connection, claims, Claimed::id),
                ids(connection, claims, Claimed::sessionPk),
                ids(connection, claims, Claimed::ownerEpoch)));
    }

    /** Sets a first contact aside under a restriction, out of the way of those who may be written to. */
    public void park(Claimed claim, long restrictionId) {
        transactions.in(connection -> Rows.update(
                connection, PARK, restrictionId, clock.instant(), claim.id(), claim.sessionPk(), claim.ownerEpoch()));
    }

    private static java.sql.Array ids(Connection connection, List<Claimed> claims, Function<Claimed, Long> id)
            throws SQLException {
        return Rows.column(connection, "bigint", claims, id::apply);
    }

    private static Claimed read(ResultSet row) throws SQLException {
        return new Claimed(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getLong("lane_id"),
                row.getLong("lane_epoch"),
                row.getLong("session_pk"),
                row.getLong("owner_epoch"),
                row.getObject("campaign_id", Long.class),
                row.getObject("recipient_id", Long.class),
                row.getInt("step"),
                row.getInt("step_version"),
                row.getLong("phone"),
                row.getString("body"),
                row.getBoolean("forced"),
                row.getInt("attempts"),
                Rows.knownInstant(row, "due_at"),
                row.getBoolean("known_chat"));
    }
}
