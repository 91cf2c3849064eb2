package io.staffetta.server.campaign;

import io.staffetta.core.pacing.BusinessHours;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What stands in the queues of campaigns, looked up in a few steps however much it is. */
final class CampaignQueues {

    static final String ENDS = """
            select l.id, last.due_at, coalesce(first.step, busy.step, 0) as step from unnest(?::bigint[]) as l(id)
            left join lateral (
                select m.due_at from message m where m.lane_id = l.id and m.parked = 0 and m.state = 'queued'
                order by m.due_at desc, m.id desc limit 1
            ) last on true
            left join lateral (
                select m.step from message m where m.lane_id = l.id and m.parked = 0 and m.state = 'queued'
                order by m.due_at, m.id limit 1
            ) first on true
            left join lateral (
                select min(m.step) as step from lane o join message m on m.session_pk = o.session_pk
                    and m.state in ('claimed', 'sending', 'in_doubt') and m.lane_id = o.id
                where o.id = l.id
            ) busy on true
            """;

    private static final String RUNNING = """
            select c.id, coalesce(s.phone, -s.id) as number_key,
                c.total - c.sent - c.failed - c.skipped - c.unconfirmed - c.in_doubt as waiting,
                c.hours_enabled, c.hours_start, c.hours_end, coalesce(c.hours_zone, u.time_zone) as hours_zone
            from campaign c join lane l on l.campaign_id = c.id join wa_session s on s.id = l.session_pk
                join app_user u on u.id = c.owner_id
            where c.owner_id = ? and c.status = 'running' and coalesce(s.phone, -s.id) = any(?)
            """;

    static final String FOLLOW_UPS = """
            select count(*) from message m where m.lane_id = ? and m.parked = 0 and m.state = 'queued' and m.step > 0
            """;

    private final JdbcClient jdbc;

    CampaignQueues(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The two ends of a campaign's queue.
     *
     * @param lastDue when the last message that waits may go, or null if none waits
     * @param step which of the campaign's messages goes next, 0 for the first one
     */
    record Ends(@Nullable Instant lastDue, int step) {}

    /** A running campaign, and what it still has to send. */
    record Running(long id, long waiting, BusinessHours hours) {}

    /** The ends of the queues of these campaigns, by lane; one step into the index for each. */
    Map<Long, Ends> ends(Collection<Campaign> campaigns) {
        Map<Long, Ends> ends = new HashMap<>();
        jdbc.sql(ENDS)
                .param(campaigns.stream().map(Campaign::laneId).toArray(Long[]::new))
                .query(row -> {
                    ends.put(row.getLong("id"), new Ends(CampaignRows.at(row, "due_at"), row.getInt("step")));
                });
        return ends;
    }

    /** How many of the messages that wait in a lane follow one that was sent. */
    int followUps(long laneId) {
        return jdbc.sql(FOLLOW_UPS).param(laneId).query(Integer.class).single();
    }

    /** The running campaigns of a user that send from these numbers, by number. */
    Map<Long, List<Running>> running(long ownerId, Collection<Long> numberKeys) {
        Map<Long, List<Running>> running = new HashMap<>();
        jdbc.sql(RUNNING).params(ownerId, numberKeys.toArray(Long[]::new)).query(row -> {
            running.computeIfAbsent(row.getLong("number_key"), key -> new ArrayList<>())
                    .add(new Running(
                            row.getLong("id"),
                            row.getLong("waiting"),
                            new BusinessHours(
                                    row.getBoolean("hours_enabled"),
                                    row.getInt("hours_start"),
                                    row.getInt("hours_end"),
                                    ZoneId.of(row.getString("hours_zone")))));
        });
        return running;
    }
}
