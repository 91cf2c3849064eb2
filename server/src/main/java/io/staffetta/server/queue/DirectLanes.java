package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where a session's direct messages wait, remembered for a few seconds so that a message costs one transaction and no
 * look-up. Whether the lane still takes messages is checked again when it is written.
 */
@Component
class DirectLanes {

    private static final Duration KEEPS = Duration.ofSeconds(5);
    private static final int MOST = 20_000;

    private final JdbcClient jdbc;
    private final Map<Key, Remembered> remembered = new ConcurrentHashMap<>();

    DirectLanes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A session's lane, with what is needed to read a recipient's number. */
    record DirectLane(long id, long sessionPk, boolean simulated, String country, String engine) {}

    private record Key(long ownerId, String sessionId) {}

    private record Remembered(DirectLane lane, long nanos) {
        boolean fresh() {
            return System.nanoTime() - nanos < KEEPS.toNanos();
        }
    }

    /** The lane of a session of this owner. */
    DirectLane of(long ownerId, String sessionId) {
        Key key = new Key(ownerId, sessionId);
        @Nullable Remembered known = remembered.get(key);
        if (known != null && known.fresh()) {
            return known.lane();
        }
        DirectLane lane = find(key).orElseThrow(DirectLanes::unknown);
        if (remembered.size() >= MOST) {
            remembered.clear();
        }
        remembered.put(key, new Remembered(lane, System.nanoTime()));
        return lane;
    }

    /** The lane may be another one by now: the next look asks the database. */
    void forget(long ownerId, String sessionId) {
        remembered.remove(new Key(ownerId, sessionId));
    }

    static Problem unknown() {
        return new Problem(Problem.Kind.NOT_FOUND, "session_not_found", "There is no such session.");
    }

    private Optional<DirectLane> find(Key key) {
        return jdbc.sql("""
                select l.id, s.id, s.simulated, coalesce(s.default_country, u.default_country), s.engine
                from wa_session s join app_user u on u.id = s.owner_id
                join lane l on l.session_pk = s.id and l.kind = 'direct' and l.status <> 'closed'
                where s.owner_id = ? and s.session_id = ?
                """)
                .params(key.ownerId(), key.sessionId())
                .query((row, n) -> new DirectLane(
                        row.getLong(1), row.getLong(2), row.getBoolean(3), row.getString(4), row.getString(5)))
                .optional();
    }
}
