package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Bounds how many direct messages may wait in a lane. Counts what it lets in and looks at the lane again only when that
 * count is used up, at most once a second: what has left meanwhile makes room then. Nodes count for themselves, so the
 * bound is kept to within what they let in between two looks.
 */
@Component
class LaneRoom {

    static final String WAITING = """
            select count(*) from (
                select 1 from message where lane_id = ? and state = 'queued' limit ?
            ) w
            """;

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final int MOST_LANES = 50_000;

    private final JdbcClient jdbc;
    private final int most;
    private final Map<Long, Count> counts = new ConcurrentHashMap<>();

    LaneRoom(JdbcClient jdbc, @Value("${staffetta.direct-messages.most-queued:100000}") int most) {
        this.jdbc = jdbc;
        this.most = most;
    }

    /**
     * Takes a place for one more message.
     *
     * @throws Problem {@code queue_full}
     */
    void take(long laneId) {
        if (counts.size() >= MOST_LANES) {
            counts.clear();
        }
        if (!counts.computeIfAbsent(laneId, Count::new).take()) {
            throw new Problem(
                    Problem.Kind.TOO_MANY,
                    "queue_full",
                    "Too many messages wait for this session already.",
                    Map.of("most", most, "retryAfter", 10));
        }
    }

    /** The message was not queued after all. */
    void giveBack(long laneId) {
        Count count = counts.get(laneId);
        if (count != null) {
            count.giveBack();
        }
    }

    private final class Count {

        private final long laneId;
        private int waiting;
        private long lookedAt;

        Count(long laneId) {
            this.laneId = laneId;
            look();
        }

        synchronized boolean take() {
            if (waiting >= most && System.nanoTime() - lookedAt >= LOOKS_EVERY.toNanos()) {
                look();
            }
            if (waiting >= most) {
                return false;
            }
            waiting++;
            return true;
        }

        synchronized void giveBack() {
            waiting--;
        }

        private void look() {
            waiting =
                    jdbc.sql(WAITING).params(laneId, most).query(Integer.class).single();
            lookedAt = System.nanoTime();
        }
    }
}
