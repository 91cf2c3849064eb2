package io.staffetta.server.queue;

import io.staffetta.core.message.MessageMoves;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.BusinessTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Writes decided moves: the state, its event, the counters, the follow-ups and the end of the campaign, all in the
 * caller's transaction. The one place from which states of messages change, but for claims, marks and releases.
 */
@Component
class Moves {

    private static final String UPDATE = """
            update message m set
                state = b.state, reason = b.reason, due_at = coalesce(b.due_at, m.due_at),
                engine_message_id = coalesce(b.engine_id, m.engine_message_id),
                last_error = coalesce(b.error, m.last_error),
                sent_at = case when b.now_left then coalesce(m.sent_at, ?) else m.sent_at end,
                session_pk = case when b.state = 'queued' then null else m.session_pk end,
                attempt_id = case when b.state = 'queued' then null else m.attempt_id end,
                attempts = b.attempts,
                may_have_left = m.may_have_left or b.leaves_open,
                parked = case when b.state = 'queued' and m.parked <> -1 then b.parked else m.parked end,
                updated_at = ?
            from unnest(?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::boolean[],
                ?::int[], ?::bigint[], ?::boolean[])
                as b(id, state, reason, due_at, engine_id, error, now_left, attempts, parked, leaves_open)
            where m.id = b.id
            """;

    private static final String FORGET_SENDING = """
            delete from send_log s using unnest(?::bigint[], ?::int[]) as b(message_id, attempt)
            where s.message_id = b.message_id and s.attempt = b.attempt
            """;

    private static final String COUNT_FOR_SESSIONS = """
            update session_stats s set messages_sent = s.messages_sent + b.n
            from unnest(?::bigint[], ?::int[]) as b(session_pk, n) where s.session_pk = b.session_pk
            """;

    private final Clock clock;
    private final BusinessTime time;
    private final CampaignCounters counters = new CampaignCounters();

    Moves(Clock clock, BusinessTime time) {
        this.clock = clock;
        this.time = time;
    }

    /** Writes these moves of locked messages, which the table of moves must allow. */
    void write(Connection connection, List<Move> moves) throws SQLException {
        if (moves.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        for (Move move : moves) {
            if (!MessageMoves.allows(move.message().state(), move.to())) {
                throw new IllegalStateException("message " + move.message().id() + " may not move from "
                        + move.message().state() + " to " + move.to());
            }
        }
        update(connection, moves, now);
        EventLog.append(
                connection, moves.stream().flatMap(move -> events(move, now)).toList());
        forgetSendings(connection, moves);
        countForSessions(connection, moves);
        Set<Long> withFollowUps = CampaignCounters.lock(connection, moves);
        FollowUps.plan(connection, moves, withFollowUps, now, time);
        counters.shift(connection, moves, now);
    }

    private void update(Connection connection, List<Move> moves, Instant now) throws SQLException {
        Rows.update(
                connection,
                UPDATE,
                now,
                now,
                Rows.column(connection, "bigint", moves, m -> m.message().id()),
                Rows.column(connection, "text", moves, m -> m.to().code()),
                Rows.column(connection, "text", moves, Move::reason),
                Rows.column(connection, "text", moves, Move::dueAt),
                Rows.column(connection, "text", moves, Move::engineMessageId),
                Rows.column(connection, "text", moves, Move::error),
                Rows.column(connection, "boolean", moves, Move::hasNowLeft),
                Rows.column(connection, "int", moves, Move::attempts),
                Rows.column(connection, "bigint", moves, Move::parked),
                Rows.column(connection, "boolean", moves, Move::leavesOpen));
    }

    /** Nothing left, so the number's window gets its place back. */
    private static void forgetSendings(Connection connection, List<Move> moves) throws SQLException {
        List<Move> back = moves.stream().filter(Move::nothingLeft).toList();
        if (!back.isEmpty()) {
            Rows.update(
                    connection,
                    FORGET_SENDING,
                    Rows.column(connection, "bigint", back, m -> m.message().id()),
                    Rows.column(connection, "int", back, m -> m.message().attempts()));
        }
    }

    private static void countForSessions(Connection connection, List<Move> moves) throws SQLException {
        List<Long> sessions = moves.stream()
                .filter(Move::hasNowLeft)
                .map(m -> m.message().sessionPk())
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        if (!sessions.isEmpty()) {
            Rows.update(
                    connection,
                    COUNT_FOR_SESSIONS,
                    Rows.column(connection, "bigint", sessions, pk -> pk),
                    Rows.column(connection, "int", sessions, pk -> (int) moves.stream()
                            .filter(m -> m.hasNowLeft() && pk.equals(m.message().sessionPk()))
                            .count()));
        }
    }

    /** A receipt may overtake the answer; that the message left is told all the same, so that it can be counted. */
    private static Stream<Event> events(Move move, Instant now) {
        Event moved = event(move, move.to(), now);
        return move.hasNowLeft() && move.to() != MessageState.SENT
                ? Stream.of(event(move, MessageState.SENT, now), moved)
                : Stream.of(moved);
    }

    private static Event event(Move move, MessageState state, Instant now) {
        MessageRow m = move.message();
        return new Event(
                now,
                m.ownerId(),
                Event.Kind.MESSAGE,
                state.code(),
                m.id(),
                m.campaignId(),
                m.sessionPk(),
                m.laneId(),
                move.reason(),
                m.attempts(),
                move.dueAt(),
                null);
    }
}
