package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Takes messages from the heads of lanes. One index probe per lane, several lanes in one statement; nothing is ever
 * sorted across lanes, so that the cost does not depend on how many messages wait. Only the session's owner takes: the
 * row of ownership is held until the claim is committed, so that a new owner finds everything the former one took. A
 * message of a campaign is taken with the newest text of its step, and keeps that one until it has ended or goes back into
 * the queue: a text that changes meanwhile is not its own.
 */
@Component
public class Claims {

    static final String LOCK_HEADS = """
            with probe as (
                select p.lane_id, p.session_pk, p.owner_epoch, p.key, p.now, p.up_to, p.most, l.epoch
                from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::int[])
                    as p(lane_id, session_pk, owner_epoch, key, now, up_to, most)
                join lane l on l.id = p.lane_id and l.status = 'open' and l.session_pk = p.session_pk
                join session_owner o on o.session_pk = p.session_pk and o.epoch = p.owner_epoch
                for share of o
            )
            select m.id, p.session_pk, p.owner_epoch, p.epoch
            from probe p cross join lateral (
                select m.id from message m
                where m.lane_id = p.lane_id and m.parked = p.key and m.state = 'queued' and m.due_at <= p.up_to
                    and (m.due_at <= p.now or m.reason = 'new')
                order by m.due_at, m.id limit p.most for no key update skip locked
            ) m
            """;

    // A statement of its own, over an array: the planner knows how few rows these are and never scans for them.
    static final String TAKE = """
            update message m set state = 'claimed', session_pk = b.session_pk, owner_epoch = b.owner_epoch,
                lane_epoch = b.lane_epoch, updated_at = ?,
                step_version = coalesce((select max(v.version) from campaign_step v
                    where v.campaign_id = m.campaign_id and v.step = m.step), m.step_version)
            from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                as b(id, session_pk, owner_epoch, lane_epoch)
            where m.id = b.id
            returning m.id, m.owner_id, m.lane_id, m.lane_epoch, m.session_pk, m.owner_epoch, m.campaign_id,
                m.recipient_id, m.step, m.step_version, m.phone, m.body, m.content, m.forced, m.attempts, m.due_at
            """;

    static final String KNOWN_CHATS = """
            select b.id from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                as b(id, owner_id, phone, session_pk)
            where exists (select 1 from contact c where c.owner_id = b.owner_id and c.phone = b.phone
                    and c.last_inbound_at is not null offset 0)
                or exists (select 1 from message m where m.owner_id = b.owner_id and m.phone = b.phone
                    and m.session_pk = b.session_pk and m.state in ('sent', 'delivered', 'read') offset 0)
            """;

    static final String HEADS = """
            select p.lane_id, m.id, m.due_at, m.at_once
            from unnest(?::bigint[], ?::bigint[]) as p(lane_id, key)
            cross join lateral (
                select m.id, m.due_at, coalesce(m.reason = 'new', false) as at_once from message m
                where m.lane_id = p.lane_id and m.parked = p.key and m.state = 'queued'
                order by m.due_at, m.id limit 1
            ) m
            """;

    private static final String STANDING = """
            select m.id from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as b(id, session_pk, owner_epoch)
            join message m on m.id = b.id and m.state = 'claimed' and m.session_pk = b.session_pk
                and m.owner_epoch = b.owner_epoch
            """;

    private static final String PARK = """
            update message set state = 'queued', parked = ?, session_pk = null, updated_at = ?
            where id = ? and state = 'claimed' and session_pk = ? and owner_epoch = ?
            """;

    private static final String RELEASE = """
            update message m set state = 'queued', session_pk = null, updated_at = ?
            from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) as b(id, session_pk, owner_epoch, lane_epoch)
            where m.id = b.id and m.state = 'claimed' and m.session_pk = b.session_pk
                and m.owner_epoch = b.owner_epoch and m.lane_epoch = b.lane_epoch
            """;

    private static final String RELEASE_STRAYS = """
            update message m set state = 'queued', session_pk = null, updated_at = ?
            from unnest(?::bigint[], ?::bigint[]) as b(session_pk, owner_epoch)
            where m.session_pk = b.session_pk and m.owner_epoch = b.owner_epoch and m.state = 'claimed'
                and m.updated_at < ? and m.id <> all(?)
            returning m.lane_id
            """;

    private final Transactions transactions;
    private final Clock clock;

    /** Works in transactions of its own, at this clock's (real) time. */
    public Claims(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Takes what is due at these heads, in one transaction. */
    public List<Claimed> claim(List<Probe> wanted) {
        // The rows of ownership are held in one order, so that no two transactions wait for each other.
        List<Probe> probes = wanted.stream()
                .sorted(Comparator.comparingLong(Probe::sessionPk))
                .toList();
        return transactions.in(connection -> {
            List<Locked> heads = Rows.query(
                    connection,
                    LOCK_HEADS,
                    row -> new Locked(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                    Rows.column(connection, "bigint", probes, Probe::laneId),
                    Rows.column(connection, "bigint", probes, Probe::sessionPk),
                    Rows.column(connection, "bigint", probes, Probe::ownerEpoch),
                    Rows.column(connection, "bigint", probes, Probe::key),
                    Rows.column(connection, "text", probes, Probe::now),
                    Rows.column(connection, "text", probes, Probe::upTo),
                    Rows.column(connection, "int", probes, Probe::most));
            return heads.isEmpty() ? List.of() : take(connection, heads);
        });
    }

    private record Locked(long id, long sessionPk, long ownerEpoch, long laneEpoch) {}

    private List<Claimed> take(Connection connection, List<Locked> heads) throws SQLException {
        return Rows.query(
                connection,
                TAKE,
                Claims::read,
                clock.instant(),
                Rows.column(connection, "bigint", heads, Locked::id),
                Rows.column(connection, "bigint", heads, Locked::sessionPk),
                Rows.column(connection, "bigint", heads, Locked::ownerEpoch),
                Rows.column(connection, "bigint", heads, Locked::laneEpoch));
    }

    /** Those of these messages whose recipient ever wrote to their owner, or got a message from their session. */
    public Set<Long> knownChats(List<Claimed> claims) {
        return transactions.in(connection -> Set.copyOf(Rows.query(
                connection,
                KNOWN_CHATS,
                row -> row.getLong(1),
                ids(connection, claims, Claimed::id),
                ids(connection, claims, Claimed::ownerId),
                ids(connection, claims, Claimed::phone),
                ids(connection, claims, Claimed::sessionPk))));
    }

    /** What waits first in each of these lanes, due or not; lanes where nothing waits are absent. */
    public Map<Long, Head> heads(List<Probe> probes) {
        return transactions.in(connection -> {
            Map<Long, Head> heads = new HashMap<>();
            Rows.query(
                    connection,
                    HEADS,
                    row -> heads.put(
                            row.getLong("lane_id"),
                            new Head(row.getLong("id"), Rows.knownInstant(row, "due_at"), row.getBoolean("at_once"))),
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
                ids(connection, claims, Claimed::ownerEpoch),
                ids(connection, claims, Claimed::laneEpoch)));
    }

    /**
     * Gives back what these sessions claimed before this (real) time under their present epochs, but for these messages:
     * claims whose answer was lost, so that nobody carries them out.
     *
     * @param ownerEpochs the epochs by session
     * @return the lanes they went back to
     */
    public List<Long> releaseStrays(Map<Long, Long> ownerEpochs, List<Long> lookedAfter, Instant before) {
        List<Map.Entry<Long, Long>> sessions = List.copyOf(ownerEpochs.entrySet());
        return transactions.in(connection -> Rows.query(
                connection,
                RELEASE_STRAYS,
                row -> row.getLong(1),
                clock.instant(),
                Rows.column(connection, "bigint", sessions, Map.Entry::getKey),
                Rows.column(connection, "bigint", sessions, Map.Entry::getValue),
                before,
                Rows.column(connection, "bigint", lookedAfter, id -> id)));
    }

    /** Those of these claims that still stand: an opt-out, an answer or a cancellation ends a claim. */
    public Set<Long> standing(List<Claimed> claims) {
        return transactions.in(connection -> Set.copyOf(Rows.query(
                connection,
                STANDING,
                row -> row.getLong(1),
                ids(connection, claims, Claimed::id),
                ids(connection, claims, Claimed::sessionPk),
                ids(connection, claims, Claimed::ownerEpoch))));
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
                MessageContent.stored(row.getString("content")),
                row.getBoolean("forced"),
                row.getInt("attempts"),
                Rows.knownInstant(row, "due_at"));
    }
}
