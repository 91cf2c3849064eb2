package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The counters on the campaign row: they move in the transaction of the states, and they end the campaign. */
final class CampaignCounters {

    private static final String LOCK = """
            select c.id, exists (select from campaign_step s where s.campaign_id = c.id and s.step > 0 offset 0) as more
            from campaign c where c.id = any(?) order by c.id for no key update
            """;

    private static final String SHIFT = """
            update campaign c set
                sent = c.sent + b.sent, delivered = c.delivered + b.delivered, read = c.read + b.read,
                failed = c.failed + b.failed, skipped = c.skipped + b.skipped,
                unconfirmed = c.unconfirmed + b.unconfirmed, in_doubt = c.in_doubt + b.in_doubt, updated_at = ?
            from unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[])
                as b(id, sent, delivered, read, failed, skipped, unconfirmed, in_doubt)
            where c.id = b.id
            returning c.id, c.owner_id, c.status,
                c.planned and c.in_doubt = 0 and c.total = c.sent + c.failed + c.skipped + c.unconfirmed as ended
            """;

    private static final String LOOK = """
            select c.id, c.owner_id, c.status,
                c.planned and c.in_doubt = 0 and c.total = c.sent + c.failed + c.skipped + c.unconfirmed as ended
            from campaign c where c.id = ? for no key update
            """;

    private static final String COMPLETE = """
            update campaign set status = 'completed', status_reason = null, completed_at = ?, version = version + 1
            where id = any(?) and status in ('running', 'paused') returning id, owner_id, status
            """;

    /** A campaign whose lane was paused when its last message ended is paused again. */
    private static final String REOPEN = """
            update campaign c set status = case when l.status = 'open' then 'running' else 'paused' end,
                completed_at = null, version = c.version + 1
            from lane l where l.campaign_id = c.id and c.id = any(?) and c.status = 'completed'
            returning c.id, c.owner_id, c.status
            """;

    /**
     * Locks the campaigns of these moves in the order of their ids, so that no two writers wait for each other. Answers
     * those that have follow-ups, which do not change any more once a campaign was started.
     */
    static Set<Long> lock(Connection connection, List<Move> moves) throws SQLException {
        List<Long> ids = campaigns(moves);
        Set<Long> withFollowUps = new HashSet<>();
        if (!ids.isEmpty()) {
            Rows.query(
                    connection,
                    LOCK,
                    row -> row.getBoolean(2) && withFollowUps.add(row.getLong(1)),
                    Rows.column(connection, "bigint", ids, id -> id));
        }
        return withFollowUps;
    }

    /** Moves the counters of campaigns that are locked already. */
    void shift(Connection connection, List<Move> moves, Instant now) throws SQLException {
        Map<Long, int[]> shifts = new TreeMap<>();
        for (Move move : moves) {
            Long campaign = move.message().campaignId();
            if (campaign != null) {
                int[] shift = shifts.computeIfAbsent(campaign, id -> new int[7]);
                add(shift, move.message().state(), -1);
                add(shift, move.to(), 1);
            }
        }
        if (shifts.isEmpty()) {
            return;
        }
        List<Map.Entry<Long, int[]>> batch = new ArrayList<>(shifts.entrySet());
        List<Counted> counted = Rows.query(
                connection,
                SHIFT,
                CampaignCounters::counted,
                now,
                Rows.column(connection, "bigint", batch, Map.Entry::getKey),
                column(connection, batch, 0),
                column(connection, batch, 1),
                column(connection, batch, 2),
                column(connection, batch, 3),
                column(connection, batch, 4),
                column(connection, batch, 5),
                column(connection, batch, 6));
        change(connection, counted, true, Set.of("running", "paused"), COMPLETE, now);
        change(connection, counted, false, Set.of("completed"), REOPEN, now);
    }

    /** Ends a campaign in which nobody is left. */
    void check(Connection connection, long campaignId, Instant now) throws SQLException {
        List<Counted> counted = Rows.query(connection, LOOK, CampaignCounters::counted, campaignId);
        change(connection, counted, true, Set.of("running", "paused"), COMPLETE, now);
    }

    private static Counted counted(ResultSet row) throws SQLException {
        return new Counted(row.getLong(1), row.getLong(2), row.getString(3), row.getBoolean(4));
    }

    private record Counted(long id, long ownerId, String status, boolean ended) {}

    /** Ends the campaigns in which nobody is left, and reopens those in which a retry brought somebody back. */
    private static void change(
            Connection connection, List<Counted> counted, boolean ended, Set<String> from, String sql, Instant now)
            throws SQLException {
        List<Counted> changing = counted.stream()
                .filter(c -> c.ended() == ended && from.contains(c.status()))
                .toList();
        if (changing.isEmpty()) {
            return;
        }
        var ids = Rows.column(connection, "bigint", changing, Counted::id);
        List<Changed> changed = ended
                ? Rows.query(connection, sql, CampaignCounters::changed, now, ids)
                : Rows.query(connection, sql, CampaignCounters::changed, ids);
        EventLog.append(
                connection,
                changed.stream()
                        .map(c -> Event.campaign(now, c.ownerId(), c.id(), c.status(), null, null))
                        .toList());
    }

    private record Changed(long id, long ownerId, String status) {}

    private static Changed changed(ResultSet row) throws SQLException {
        return new Changed(row.getLong(1), row.getLong(2), row.getString(3));
    }

    private static java.sql.Array column(Connection connection, List<Map.Entry<Long, int[]>> batch, int index)
            throws SQLException {
        return Rows.column(connection, "int", batch, entry -> entry.getValue()[index]);
    }

    /** Sent counts everything that left, delivered everything that arrived: each level holds the ones above it. */
    private static void add(int[] shift, MessageState state, int n) {
        switch (state) {
            case SENT -> shift[0] += n;
            case DELIVERED -> {
                shift[0] += n;
                shift[1] += n;
            }
            case READ -> {
                shift[0] += n;
                shift[1] += n;
                shift[2] += n;
            }
            case FAILED -> shift[3] += n;
            case SKIPPED -> shift[4] += n;
            case UNCONFIRMED -> shift[5] += n;
            case IN_DOUBT -> shift[6] += n;
            case QUEUED, CLAIMED, SENDING -> {}
        }
    }

    private static List<Long> campaigns(List<Move> moves) {
        return moves.stream()
                .map(m -> m.message().campaignId())
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }
}
