package io.staffetta.server.queue;

import io.staffetta.core.pacing.BusinessTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Puts a campaign's next step into the queue in the transaction in which the step before is known to have left. */
final class FollowUps {

    private static final String PLAN = """
            with planned as (
                insert into message (owner_id, lane_id, campaign_id, recipient_id, step, step_version, phone, kind,
                    unless_reply_since, state, reason, due_at, created_at, updated_at)
                select m.owner_id, m.lane_id, m.campaign_id, m.recipient_id, s.step, s.version, m.phone, m.kind,
                    case when s.unless_replied then m.sending_at end, 'queued', 'scheduled',
                    b.left_at + s.after_ms * interval '1 millisecond', ?, ?
                from unnest(?::bigint[], ?::timestamptz[]) as b(id, left_at)
                join message m on m.id = b.id
                join campaign c on c.id = m.campaign_id and c.status in ('running', 'paused')
                cross join lateral (
                    select * from campaign_step s where s.campaign_id = m.campaign_id and s.step = m.step + 1
                    order by s.version desc limit 1
                ) s
                -- A message that failed after it had left, and was sent again, has its follow-up already.
                on conflict (recipient_id, step) where recipient_id is not null do nothing
                returning campaign_id
            )
            update campaign c set total = c.total + p.n
            from (select campaign_id, count(*) as n from planned group by campaign_id) p where c.id = p.campaign_id
            """;

    private FollowUps() {}

    /** Plans what follows these moves, of which the campaigns are locked and some have follow-ups. */
    static void plan(Connection connection, List<Move> moves, Set<Long> withFollowUps, Instant now, BusinessTime time)
            throws SQLException {
        List<Move> left = moves.stream()
                .filter(m ->
                        m.hasNowLeft() && withFollowUps.contains(m.message().campaignId()))
                .toList();
        if (left.isEmpty()) {
            return;
        }
        Rows.update(
                connection,
                PLAN,
                now,
                now,
                Rows.column(connection, "bigint", left, m -> m.message().id()),
                Rows.column(connection, "text", left, m -> time.now(m.message().simulated())));
    }
}
