package io.staffetta.server.queue;

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
import org.springframework.stereotype.Component;

/** Puts many failed messages back into the queue, chunk by chunk, each looked at once. Passes no opt-out. */
@Component
public class FailedMessages {

    private static final int CHUNK = 500;
    private static final int MOST = 50_000;

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
     * @param left failed still: opted out, or their campaign or session has ended
     * @param more whether there were more than one call takes: call again
     */
    public record Retried(int retried, int left, boolean more) {}

    private record Chunk(int retried, int seen, long last, Set<Long> lanes) {}

    /** Tries again what failed of a campaign, a session, or everything of the caller. At most 50,000 in a call. */
    public Retried retry(Caller caller, MessageFilter filter) {
        MessageFilter failed = filter.in(MessageState.FAILED);
        int retried = 0;
        int seen = 0;
        long after = 0;
        Chunk chunk;
        do {
            long from = after;
            chunk = transactions.in(connection -> chunk(connection, caller, failed, from));
            chunk.lanes().forEach(hint::changed);
            retried += chunk.retried();
            seen += chunk.seen();
            after = chunk.last();
        } while (chunk.seen() == CHUNK && seen < MOST);
        return new Retried(retried, seen - retried, chunk.seen() == CHUNK);
    }

    private Chunk chunk(Connection connection, Caller caller, MessageFilter failed, long after) throws SQLException {
        MessageHeads heads = MessageHeads.of(caller.ownerId(), failed, new Slice(after, CHUNK, false));
        List<Long> ids = Rows.query(
                connection,
                "select h.id from (" + heads.sql() + ") h order by h.id limit " + CHUNK,
                row -> row.getLong(1),
                heads.params().toArray());
        if (ids.isEmpty()) {
            return new Chunk(0, 0, after, Set.of());
        }
        List<Move> back = retriable(connection, ids);
        moves.write(connection, back);
        Set<Long> lanes = new HashSet<>();
        back.forEach(move -> lanes.add(move.message().laneId()));
        if (!back.isEmpty()) {
            audit.record(
                    caller,
                    "message.retry_failed",
                    "messages",
                    Map.of("retried", back.size(), "from", ids.getFirst(), "to", ids.getLast()));
        }
        return new Chunk(back.size(), ids.size(), ids.getLast(), lanes);
    }

    private List<Move> retriable(Connection connection, List<Long> ids) throws SQLException {
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
        List<MessageRow> rows = MessageRow.lock(connection, ids);
        Set<Person> suppressed = Suppression.suppressed(
                connection,
                rows.stream()
                        .map(row -> new Person(row.ownerId(), row.phone()))
                        .distinct()
                        .toList());
        List<Move> back = new ArrayList<>();
        for (MessageRow row : rows) {
            boolean goes = row.state() == MessageState.FAILED
                    && row.phone() > 0
                    && open.contains(row.laneId())
                    && !suppressed.contains(new Person(row.ownerId(), row.phone()));
            if (goes) {
                back.add(
                        Move.to(row, MessageState.QUEUED, WaitReason.NEW.code()).dueAt(time.now(row.simulated())));
            }
        }
        return back;
    }
}
