package io.staffetta.server.session;

import io.staffetta.core.session.SessionState;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.SessionTaken;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes sessions over, all at once. What the former owner left is history: in the same transaction those that are to come
 * up are marked as initializing, so that nobody sees one as ready that has no connection.
 */
final class Takeover {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final SessionOwners owners;
    private final EventLog events;
    private final Clock clock;

    Takeover(JdbcClient jdbc, TransactionTemplate transaction, SessionOwners owners, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.owners = owners;
        this.events = events;
        this.clock = clock;
    }

    /** Takes sessions that no living node owns, up to this node's share of all. */
    List<SessionTaken> take(UUID node, long nodeEpoch) {
        List<SessionTaken> taken = transaction.execute(status -> {
            long room = Math.max(0, -owners.spread(node, nodeEpoch).surplus());
            List<SessionTaken> ours = owners.take(node, nodeEpoch, room);
            if (!ours.isEmpty()) {
                settle(node, ours);
                mark(ours);
            }
            return ours;
        });
        return taken == null ? List.of() : taken;
    }

    /** Those whose own node never came back belong here from now on. */
    private void settle(UUID node, List<SessionTaken> taken) {
        jdbc.sql("update wa_session set home_node = :node where id = any(:taken) and home_node <> :node")
                .param("node", node)
                .param("taken", taken.stream().map(SessionTaken::sessionPk).toArray(Long[]::new))
                .update();
    }

    private void mark(List<SessionTaken> taken) {
        Instant now = clock.instant();
        events.append(jdbc.sql("""
                update wa_session
                set state = :initializing, state_reason = 'restored', state_detail = null, state_since = :now,
                    updated_at = :now
                where id = any(:taken) and desired = 'on' and state <> all(:resting)
                returning id, owner_id
                """)
                .param("initializing", SessionState.INITIALIZING.code())
                .param("now", SessionStore.utc(now))
                .param("taken", taken.stream().map(SessionTaken::sessionPk).toArray(Long[]::new))
                .param("resting", new String[] {SessionState.LOGGED_OUT.code(), SessionState.ERROR.code()})
                .query((row, n) -> Event.session(
                        now, row.getLong(2), row.getLong(1), SessionState.INITIALIZING.code(), "restored", null))
                .list());
    }
}
