package io.staffetta.server.queue;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lanes as the dispatcher sees them, many in one statement, and the waits that it writes on them. */
@Component
public class LaneBoard {

    static final String VIEW = """
            select l.id, l.owner_id, l.campaign_id, l.session_pk, l.epoch, l.status, l.simulated, l.wait_reason,
                l.next_at, c.message_delay_min_ms, c.message_delay_max_ms, c.contact_delay_min_ms,
                c.contact_delay_max_ms, c.hours_enabled, c.hours_start, c.hours_end,
                coalesce(c.hours_zone, u.time_zone) as hours_zone,
                head.id as head_id, head.due_at as head_due, head.at_once as head_at_once,
                (select m.due_at from message m where m.lane_id = l.id and m.parked = -1 and m.state = 'queued'
                    order by m.due_at, m.id limit 1) as forced_due,
                coalesce((select m.parked from message m where m.lane_id = l.id and m.parked > 0
                    and m.state = 'queued' order by m.parked limit 1), 0) as parked_key
            from lane l join app_user u on u.id = l.owner_id left join campaign c on c.id = l.campaign_id
            left join lateral (
                select m.id, m.due_at, coalesce(m.reason = 'new', false) as at_once from message m
                where m.lane_id = l.id and m.parked = 0 and m.state = 'queued' order by m.due_at, m.id limit 1
            ) head on true
            """;

    private static final String WRITE_WAIT = """
            update lane l set wait_reason = b.reason, next_at = b.next_at
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::timestamptz[]) as b(id, epoch, reason, next_at)
            where l.id = b.id and l.epoch = b.epoch and l.status = 'open'
            returning l.id
            """;

    private final Transactions transactions;
    private final Clock clock;

    /** Works in transactions of its own, at this clock's (real) time. */
    public LaneBoard(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The lanes that point to these sessions. */
    public List<LaneView> ofSessions(Collection<Long> sessionPks) {
        return view("where l.session_pk = any(?) and l.status <> 'closed'", sessionPks);
    }

    /** These lanes. */
    public List<LaneView> lanes(Collection<Long> laneIds) {
        return view("where l.id = any(?)", laneIds);
    }

    /**
     * A wait to write on a lane, or its end.
     *
     * @param waiting the new wait, or null when it is over
     */
    public record WaitChange(LaneView lane, @Nullable LaneWait waiting) {}

    /** Writes waits on lanes, with an event for each lane's first message. Lanes that changed meanwhile are left. */
    public void write(List<WaitChange> changes) {
        Instant now = clock.instant();
        transactions.in(connection -> {
            List<WaitChange> inOrder = new ArrayList<>(changes);
            inOrder.sort((a, b) -> Long.compare(a.lane().id(), b.lane().id()));
            Set<Long> written = Set.copyOf(Rows.query(
                    connection,
                    WRITE_WAIT,
                    row -> row.getLong("id"),
                    Rows.column(connection, "bigint", inOrder, c -> c.lane().id()),
                    Rows.column(connection, "bigint", inOrder, c -> c.lane().epoch()),
                    Rows.column(
                            connection,
                            "text",
                            inOrder,
                            c -> c.waiting() == null
                                    ? null
                                    : c.waiting().reason().code()),
                    Rows.column(
                            connection,
                            "text",
                            inOrder,
                            c -> c.waiting() == null ? null : c.waiting().nextAt())));
            EventLog.append(
                    connection,
                    inOrder.stream()
                            .filter(change -> written.contains(change.lane().id()))
                            .map(change -> event(change, now))
                            .toList());
            return written;
        });
    }

    private static Event event(WaitChange change, Instant now) {
        LaneView lane = change.lane();
        LaneWait wait = change.waiting();
        WaitReason reason = wait == null ? null : wait.reason();
        Head head = lane.head();
        return new Event(
                now,
                lane.ownerId(),
                Event.Kind.MESSAGE,
                phase(reason),
                head == null ? null : head.messageId(),
                lane.campaignId(),
                lane.sessionPk(),
                lane.id(),
                reason == null ? null : reason.code(),
                null,
                wait == null ? null : wait.nextAt(),
                null);
    }

    /** The phase names of the second document where it has one. */
    private static String phase(@Nullable WaitReason reason) {
        if (reason == null) {
            return "rate_limit_ok";
        }
        return switch (reason) {
            case RATE_LIMIT, DAILY_CAP -> "waiting_rate_limit";
            case NEW, RETRY, SCHEDULED, QUIET_HOURS, SESSION_DOWN, RESTRICTED, PAUSED -> "waiting";
        };
    }

    private List<LaneView> view(String condition, Collection<Long> ids) {
        return transactions.in(connection -> Rows.query(
                connection,
                VIEW + condition,
                LaneBoard::read,
                Rows.column(connection, "bigint", List.copyOf(ids), id -> id)));
    }

    private static LaneView read(ResultSet row) throws SQLException {
        Long campaign = row.getObject("campaign_id", Long.class);
        String waiting = row.getString("wait_reason");
        return new LaneView(
                row.getLong("id"),
                row.getLong("owner_id"),
                campaign,
                row.getObject("session_pk", Long.class),
                row.getLong("epoch"),
                LaneStatus.of(row.getString("status")),
                row.getBoolean("simulated"),
                delay(row, "message_delay"),
                delay(row, "contact_delay"),
                campaign == null ? BusinessHours.always(ZoneOffset.UTC) : hours(row),
                head(row),
                Rows.instant(row, "forced_due"),
                row.getLong("parked_key"),
                waiting == null ? null : new LaneWait(WaitReason.of(waiting), Rows.instant(row, "next_at")));
    }

    private static @Nullable Head head(ResultSet row) throws SQLException {
        Instant due = Rows.instant(row, "head_due");
        return due == null ? null : new Head(row.getLong("head_id"), due, row.getBoolean("head_at_once"));
    }

    private static Delay delay(ResultSet row, String column) throws SQLException {
        return new Delay(
                Duration.ofMillis(row.getLong(column + "_min_ms")), Duration.ofMillis(row.getLong(column + "_max_ms")));
    }

    private static BusinessHours hours(ResultSet row) throws SQLException {
        return new BusinessHours(
                row.getBoolean("hours_enabled"),
                row.getInt("hours_start"),
                row.getInt("hours_end"),
                ZoneId.of(row.getString("hours_zone")));
    }
}
