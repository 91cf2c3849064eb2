package io.staffetta.server.session;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Lanes;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets the lanes go of a session that is deleted: its campaigns pause, its direct messages are cancelled. */
@Component
final class LaneRemoval implements SessionRemoval {

    private final Lanes lanes;
    private final EventLog events;
    private final JdbcClient jdbc;
    private final Clock clock;

    LaneRemoval(Lanes lanes, EventLog events, JdbcClient jdbc, Clock clock) {
        this.lanes = lanes;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void beforeDelete(long ownerId, long sessionPk) {
        long direct = lanes.directOf(sessionPk);
        List<Long> all = new ArrayList<>(lanes.campaignLanesOf(sessionPk));
        all.add(direct);
        all.sort(null);
        for (long lane : all) {
            if (lane == direct) {
                lanes.setStatus(lane, LaneStatus.CLOSED);
            } else {
                pause(ownerId, sessionPk, lane);
            }
            lanes.move(lane, null);
        }
    }

    private void pause(long ownerId, long sessionPk, long lane) {
        lanes.lock(lane);
        List<Long> paused = jdbc.sql("""
                update campaign c
                set status = 'paused', status_reason = 'session_deleted', paused_at = :now, updated_at = :now,
                    version = version + 1
                from lane l
                where l.id = :lane and c.id = l.campaign_id and c.owner_id = :owner
                    and c.status in ('running', 'scheduled', 'paused')
                returning c.id
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("lane", lane)
                .param("owner", ownerId)
                .query((row, n) -> row.getLong(1))
                .list();
        if (!paused.isEmpty()) {
            lanes.setStatus(lane, LaneStatus.PAUSED);
            paused.forEach(campaign -> events.append(new Event(
                    clock.instant(),
                    ownerId,
                    Event.Kind.CAMPAIGN,
                    "paused",
                    null,
                    campaign,
                    sessionPk,
                    lane,
                    "session_deleted",
                    null,
                    null,
                    null)));
        }
    }
}
