package io.staffetta.server.queue;

import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.MessageHeads.Slice;
import io.staffetta.server.queue.Suppression.Person;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts many failed messages back into the queue, chunk by chunk, each looked at once. Passes no opt-out. */
@Component
public class FailedMessages {

    private static final int CHUNK = 500;
    private static final int MOST = 50_000;
    /** So that what stays failed cannot keep what comes after it from its turn. */
    private static final int MOST_LOOKED_AT = 10 * MOST;

    /** What only another number would help against: it is tried again where somebody asks for just that. */
    private static final Set<String> LASTING =
            Set.of(EndReason.NOT_ON_WHATSAPP.code(), EndReason.INVALID_NUMBER.code());

    private final Transactions transactions;
    private final Moves moves;
    private final Audit audit;
    private final BusinessTime time;
    private final LaneHint hint;

    FailedMessages(Transactions transactions, Moves moves, Audit audit, BusinessTime time, LaneHint hint) {
        this.transactions = transactions;
        this.moves = moves;
        this.audit = audit;
        this.time = time;
        this.hint = hint;
    }

    /**
     * What came of it.
     *
     * @param retried back in the queue
     * @param left failed still
     * @param more whether there were more than one call takes: call again
     * @param leftWhy how many of those that are left for which reason: {@code opted_out}, {@code ended} (their campaign
     *     or session), {@code erased}, {@code changed} (meanwhile), and what would end the same way again:
     *     {@code not_on_whatsapp}, {@code invalid_number}
     */
    public record Retried(int retried, int left, boolean more, Map<String, Integer> leftWhy) {}

    private record Chunk(int retried, int seen, long last, Set<Long> lanes, Map<String, Integer> left) {

        static Chunk of(List<Long> ids, Sorted sorted, long after) {
            Set<Long> lanes = new HashSet<>();
            sorted.back().forEach(move -> lanes.add(move.message().laneId()));
            return new Chunk(
                    sorted.back().size(), ids.size(), ids.isEmpty() ? after : ids.getLast(), lanes, sorted.left());
        }
    }

    private record Sorted(List<Move> back, Map<String, Integer> left) {}

    /**
     * Tries again what failed of a campaign, a session, or everything of the caller. At most 50,000 in a call.
     *
     * @param reason only what failed for it; null for whatever reason that may pass
     */
    public Retried retry(Caller caller, MessageFilter filter, @Nullable String reason) {
        return each(
                filter,
                (connection, failed, from) ->
                        chunk(connection, caller, ids(connection, caller, failed, from), reason, from));
    }

    /** What {@link #retry} would do just now; changes nothing. */
    public Retried foresee(Caller caller, MessageFilter filter, @Nullable String reason) {
        return each(filter, (connection, failed, from) -> {
            List<Long> ids = ids(connection, caller, failed, from);
            return Chunk.of(ids, sorted(connection, ids, reason), from);
        });
    }

    private interface Step {
        Chunk on(Connection connection, MessageFilter failed, long after) throws SQLException;
    }

    private Retried each(MessageFilter filter, Step step) {
        MessageFilter failed = filter.in(MessageState.FAILED);
        Map<String, Integer> left = new TreeMap<>();
        int retried = 0;
        int seen = 0;
        long after = 0;
        Chunk chunk;
        do {
            long from = after;
            chunk = transactions.in(connection -> step.on(connection, failed, from));
            chunk.lanes().forEach(hint::changed);
            chunk.left().forEach((why, count) -> left.merge(why, count, Integer::sum));
            retried += chunk.retried();
            seen += chunk.seen();
            after = chunk.last();
        } while (chunk.seen() == CHUNK && retried < MOST && seen < MOST_LOOKED_AT);
        int stay = left.values().stream().mapToInt(Integer::intValue).sum();
        return new Retried(retried, stay, chunk.seen() == CHUNK, left);
    }

    private Chunk chunk(Connection connection, Caller caller, List<Long> ids, @Nullable String reason, long after)
            throws SQLException {
        Sorted sorted = sorted(connection, ids, reason);
        List<Move> back = sorted.back();
        moves.write(connection, back);
        if (!back.isEmpty()) {
            audit.record(
                    caller,
                    "message.retry_failed",
                    "messages",
                    Map.of("retried", back.size(), "from", ids.getFirst(), "to", ids.getLast()));
        }
        return Chunk.of(ids, sorted, after);
    }

    private static List<Long> ids(Connection connection, Caller caller, MessageFilter failed, long after)
            throws SQLException {
        MessageHeads heads = MessageHeads.of(caller.ownerId(), failed, new Slice(after, CHUNK, false));
        return Rows.query(
                connection,
                "select h.id from (" + heads.sql() + ") h order by h.id limit " + CHUNK,
                row -> row.getLong(1),
                heads.params().toArray());
    }

    private Sorted sorted(Connection connection, List<Long> ids, @Nullable String reason) throws SQLException {
        List<Long> lanes = Rows.query(
                connection,
                "select distinct lane_id from message where id = any(?) order by lane_id",
                row -> row.getLong(1),
                Rows.column(connection, "bigint", ids, id -> id));
        Set<Long> open = Set.copyOf(Rows.query(
                connection,
                Enqueuing.OPEN_LANES,
                row -> row.getLong(1),
                Rows.column(connection, "bigint", lanes, lane -> lane)));
        List<MessageRow> rows = MessageRow.lock(connection, ids).stream()
                .filter(row -> reason == null || reason.equals(row.reason()))
                .toList();
        Set<Person> suppressed = Suppression.suppressed(
                connection,
                rows.stream()
                        .map(row -> new Person(row.ownerId(), row.phone()))
                        .distinct()
                        .toList());
        List<Move> back = new ArrayList<>();
        Map<String, Integer> left = new TreeMap<>();
        for (MessageRow row : rows) {
            if (row.state() != MessageState.FAILED) {
                left.merge("changed", 1, Integer::sum);
            } else if (row.phone() <= 0) {
                left.merge("erased", 1, Integer::sum);
            } else if (!open.contains(row.laneId())) {
                left.merge("ended", 1, Integer::sum);
            } else if (suppressed.contains(new Person(row.ownerId(), row.phone()))) {
                left.merge("opted_out", 1, Integer::sum);
            } else if (reason == null && LASTING.contains(String.valueOf(row.reason()))) {
                left.merge(String.valueOf(row.reason()), 1, Integer::sum);
            } else {
                back.add(
                        Move.to(row, MessageState.QUEUED, WaitReason.NEW.code()).dueAt(time.now(row.simulated())));
            }
        }
        return new Sorted(back, left);
    }
}
