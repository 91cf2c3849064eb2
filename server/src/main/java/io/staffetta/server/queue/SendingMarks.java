package io.staffetta.server.queue;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.delivery.SendingGuard;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.SendWindow.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Commits messages as sending, before any engine is called: the moment from which a message may have left. Under the
 * lanes' shared locks, the people's locks and the numbers' locks everything is looked at once more.
 */
@Component
class SendingMarks {

    static final String LOCK_LANES = """
            select l.id, l.epoch, l.status, l.session_pk, o.epoch as owner_epoch
            from lane l join session_owner o on o.session_pk = l.session_pk
            where l.id = any(?) order by l.id for share
            """;

    static final String LOOK_AT_PEOPLE = """
            select m.id, coalesce(m.expires_at < b.at, false) as expired,
                m.phone < 0 or exists (select 1 from opt_out o where o.owner_id = m.owner_id and o.phone = m.phone)
                or exists (select 1 from opt_out o where o.owner_id = m.owner_id
                    and o.phone_hash = suppression_hash(m.phone)) as opted_out,
                m.unless_reply_since is not null and exists (select 1 from inbound_message i
                    where i.owner_id = m.owner_id and i.phone = m.phone
                        and i.received_at > m.unless_reply_since) as replied
            from unnest(?::bigint[], ?::timestamptz[]) as b(id, at) join message m on m.id = b.id
            """;

    static final String MARK = """
            with marked as (
                update message m set state = 'sending', reason = null, attempts = m.attempts + 1,
                    attempt_id = b.attempt_id, engine_message_id = b.engine_id, sending_at = ?, updated_at = ?,
                    first_attempt_at = coalesce(m.first_attempt_at, b.at)
                from unnest(?::bigint[], ?::uuid[], ?::text[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::bigint[])
                    as b(id, attempt_id, engine_id, number_key, at, owner_epoch, lane_epoch)
                where m.id = b.id and m.state = 'claimed' and m.owner_epoch = b.owner_epoch
                    and m.lane_epoch = b.lane_epoch
                returning m.id, m.owner_id, m.campaign_id, m.session_pk, m.lane_id, m.attempts, m.forced,
                    b.number_key, b.at
            ), logged as (
                insert into send_log (message_id, attempt, number_key, session_pk, at, forced)
                select id, attempts, number_key, session_pk, at, forced from marked
            ), told as (
                insert into message_event
                    (at, owner_id, kind, phase, message_id, campaign_id, session_pk, lane_id, attempt)
                select ?, owner_id, 'message', 'sending', id, campaign_id, session_pk, lane_id, attempts from marked
            )
            select id from marked
            """;

    private final Moves moves;
    private final Clock clock;
    private final NumberWindows numbers = new NumberWindows();

    SendingMarks(Moves moves, Clock clock) {
        this.moves = moves;
        this.clock = clock;
    }

    private record LaneNow(long epoch, LaneStatus status, long sessionPk, long ownerEpoch) {}

    private record PersonNow(boolean expired, boolean optedOut, boolean replied) {}

    /** Decides and writes a batch in the transaction of this connection; one answer per mark, in order. */
    List<Marked> commit(Connection connection, List<Mark> marks) throws SQLException {
        Map<Long, LaneNow> lanes = lanes(connection, marks);
        PersonLock.share(
                connection,
                marks.stream()
                        .map(m -> PersonLock.key(m.claim().ownerId(), m.claim().phone()))
                        .toList());
        NumberWindows.View windows = numbers.look(connection, marks);
        Map<Long, PersonNow> people = people(connection, marks);
        List<Judged> judged = new ArrayList<>();
        for (Mark mark : marks) {
            Decision room = windows.check(mark);
            SendingGuard.Verdict verdict = judge(
                    mark,
                    lanes.get(mark.claim().laneId()),
                    people.get(mark.claim().id()),
                    room instanceof Decision.Free);
            if (verdict instanceof SendingGuard.Verdict.Go) {
                windows.take(mark);
            }
            judged.add(new Judged(mark, verdict, room));
        }
        return write(connection, judged);
    }

    /** A mark, what is to be done with it, and what its number's limits say. */
    private record Judged(Mark mark, SendingGuard.Verdict verdict, Decision room) {

        long messageId() {
            return mark.claim().id();
        }

        Marked answer(boolean marked) {
            if (marked) {
                return new Marked.Go();
            }
            return switch (verdict) {
                case SendingGuard.Verdict.Skip skip -> new Marked.Ended(skip.reason());
                case SendingGuard.Verdict.Release(var cause)
                when cause == SendingGuard.Cause.NO_ROOM -> new Marked.NoRoom();
                case SendingGuard.Verdict.Release _, SendingGuard.Verdict.Go _ -> new Marked.Released();
            };
        }
    }

    private static SendingGuard.Verdict judge(
            Mark mark, @Nullable LaneNow lane, @Nullable PersonNow person, boolean room) {
        Claimed claim = mark.claim();
        if (person == null) {
            return new SendingGuard.Verdict.Release(SendingGuard.Cause.LANE_CHANGED);
        }
        return SendingGuard.decide(new SendingGuard.Facts(
                person.optedOut(),
                claim.ownerEpoch(),
                lane != null && lane.sessionPk() == claim.sessionPk() ? lane.ownerEpoch() : -1,
                claim.laneEpoch(),
                lane == null ? -1 : lane.epoch(),
                lane == null ? LaneStatus.PAUSED : lane.status(),
                person.expired(),
                person.replied(),
                mark.restricted(),
                room,
                mark.open(),
                claim.forced()));
    }

    private static Map<Long, LaneNow> lanes(Connection connection, List<Mark> marks) throws SQLException {
        List<Long> ids =
                marks.stream().map(m -> m.claim().laneId()).distinct().sorted().toList();
        Map<Long, LaneNow> lanes = new HashMap<>();
        Rows.query(
                connection,
                LOCK_LANES,
                row -> lanes.put(
                        row.getLong("id"),
                        new LaneNow(
                                row.getLong("epoch"),
                                LaneStatus.of(row.getString("status")),
                                row.getLong("session_pk"),
                                row.getLong("owner_epoch"))),
                Rows.column(connection, "bigint", ids, id -> id));
        return lanes;
    }

    private static Map<Long, PersonNow> people(Connection connection, List<Mark> marks) throws SQLException {
        Map<Long, PersonNow> people = new HashMap<>();
        Rows.query(
                connection,
                LOOK_AT_PEOPLE,
                row -> people.put(
                        row.getLong("id"),
                        new PersonNow(
                                row.getBoolean("expired"), row.getBoolean("opted_out"), row.getBoolean("replied"))),
                Rows.column(connection, "bigint", marks, m -> m.claim().id()),
                Rows.column(connection, "text", marks, Mark::at));
        return people;
    }

    /** Marks those that go, releases and ends the others; a claim that is gone already counts as released. */
    private List<Marked> write(Connection connection, List<Judged> judged) throws SQLException {
        List<Mark> going = new ArrayList<>();
        Map<Long, SendingGuard.Verdict> staying = new HashMap<>();
        for (Judged each : judged) {
            if (each.verdict() instanceof SendingGuard.Verdict.Go) {
                going.add(each.mark());
            } else {
                staying.put(each.messageId(), each.verdict());
            }
        }
        Set<Long> marked = mark(connection, going);
        giveBackOrEnd(connection, staying);
        return judged.stream()
                .map(each -> each.answer(marked.contains(each.messageId())))
                .toList();
    }

    private void giveBackOrEnd(Connection connection, Map<Long, SendingGuard.Verdict> staying) throws SQLException {
        if (staying.isEmpty()) {
            return;
        }
        List<Move> moving = new ArrayList<>();
        for (MessageRow message : MessageRow.lock(connection, List.copyOf(staying.keySet()))) {
            if (message.state() == MessageState.CLAIMED) {
                moving.add(
                        staying.get(message.id()) instanceof SendingGuard.Verdict.Skip skip
                                ? Move.ending(message, MessageState.SKIPPED, skip.reason())
                                : Move.to(message, MessageState.QUEUED, message.reason()));
            }
        }
        moves.write(connection, moving);
    }

    private Set<Long> mark(Connection connection, List<Mark> marks) throws SQLException {
        if (marks.isEmpty()) {
            return Set.of();
        }
        Instant now = clock.instant();
        return Rows.query(
                        connection,
                        MARK,
                        row -> row.getLong(1),
                        now,
                        now,
                        Rows.column(connection, "bigint", marks, m -> m.claim().id()),
                        Rows.column(connection, "uuid", marks, Mark::attemptId),
                        Rows.column(connection, "text", marks, Mark::messageId),
                        Rows.column(connection, "bigint", marks, Mark::numberKey),
                        Rows.column(connection, "text", marks, Mark::at),
                        Rows.column(connection, "bigint", marks, m -> m.claim().ownerEpoch()),
                        Rows.column(connection, "bigint", marks, m -> m.claim().laneEpoch()),
                        now)
                .stream()
                .collect(Collectors.toSet());
    }
}
