package io.staffetta.server.session;

import io.staffetta.server.queue.SessionTaken;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which node owns which session. Rows change only when a session changes hands; its epoch then rises. */
final class SessionOwners {

    private final JdbcClient jdbc;

    SessionOwners(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes every session that no living node owns: those without an owner, those of nodes whose lease ran out, and
     * those of this node's earlier epochs.
     */
    List<SessionTaken> take(UUID node, long nodeEpoch) {
        return jdbc.sql("""
                insert into session_owner as o (session_pk, node_id, node_epoch, epoch)
                select s.id, :node, :epoch, 1
                from wa_session s
                left join session_owner cur on cur.session_pk = s.id
                left join node_lease l
                    on l.node_id = cur.node_id and l.epoch = cur.node_epoch and l.until > clock_timestamp()
                where l.node_id is null
                order by s.id
                on conflict (session_pk) do update
                    set node_id = excluded.node_id, node_epoch = excluded.node_epoch, epoch = o.epoch + 1
                    where not exists (
                        select from node_lease l
                        where l.node_id = o.node_id and l.epoch = o.node_epoch and l.until > clock_timestamp())
                returning session_pk, epoch
                """)
                .param("node", node)
                .param("epoch", nodeEpoch)
                .query((row, n) -> new SessionTaken(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** Makes this node the first owner of a session it has just created, in the caller's transaction. */
    SessionTaken begin(long sessionPk, UUID node, long nodeEpoch) {
        jdbc.sql("insert into session_owner (session_pk, node_id, node_epoch, epoch) values (?, ?, ?, 1)")
                .params(sessionPk, node, nodeEpoch)
                .update();
        return new SessionTaken(sessionPk, 1);
    }
}
