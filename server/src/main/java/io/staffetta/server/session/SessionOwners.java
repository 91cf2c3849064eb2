package io.staffetta.server.session;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.staffetta.server.queue.SessionTaken;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which node owns which session. Rows change only when a session changes hands; its epoch then rises. */
final class SessionOwners {

    private static final UUID NOBODY = new UUID(0, 0);

    private final JdbcClient jdbc;

    SessionOwners(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How the sessions are spread that any node can own.
     *
     * @param total all there are
     * @param nodes how many nodes live, this one among them
     * @param mine how many of them this node owns
     */
    record Spread(long total, long nodes, long mine) {

        /** How many more than its share this node owns; below zero if fewer. */
        long surplus() {
            return mine - Math.ceilDiv(total, Math.max(1, nodes));
        }
    }

    /** How the sessions are spread now, as this node sees it. */
    Spread spread(UUID node, long nodeEpoch) {
        return jdbc.sql("""
                select (select count(*) from wa_session where home_node is null),
                    (select count(*) from node_lease where until > clock_timestamp()),
                    (select count(*) from session_owner o join wa_session s on s.id = o.session_pk
                        where o.node_id = ? and o.node_epoch = ? and s.home_node is null)
                """)
                .params(node, nodeEpoch)
                .query((row, n) -> new Spread(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /**
     * Gives a session up that this node owns under this epoch; from then on any node may take it, and nothing that is
     * still written under this epoch counts.
     */
    boolean release(long sessionPk, UUID node, long epoch) {
        return jdbc.sql("""
                        update session_owner set node_id = ?, node_epoch = 0, epoch = epoch + 1
                        where session_pk = ? and node_id = ? and epoch = ?
                        """).params(NOBODY, sessionPk, node, epoch).update() == 1;
    }

    /**
     * Takes sessions that no living node owns: those without an owner, those of nodes whose lease ran out, and those of
     * this node's earlier epochs. One that only another node can connect is left to that one until it has been away for
     * ten minutes: then it is better to say that it cannot be connected.
     *
     * @param most how many at most of those that any node can own
     */
    List<SessionTaken> take(UUID node, long nodeEpoch, long most) {
        return jdbc.sql("""
                with free as (
                    select s.id, s.home_node
                    from wa_session s
                    left join session_owner cur on cur.session_pk = s.id
                    left join node_lease l
                        on l.node_id = cur.node_id and l.epoch = cur.node_epoch and l.until > clock_timestamp()
                    where l.node_id is null)
                insert into session_owner as o (session_pk, node_id, node_epoch, epoch)
                (select id, :node, :epoch, 1 from free where home_node is null order by id limit :most)
                union all
                select id, :node, :epoch, 1 from free
                where home_node = :node
                    or home_node is not null and not exists (
                        select from node_lease
                        where node_id = home_node and until > clock_timestamp() - interval '10 minutes')
                on conflict (session_pk) do update
                    set node_id = excluded.node_id, node_epoch = excluded.node_epoch, epoch = o.epoch + 1
                    where not exists (
                        select from node_lease l
                        where l.node_id = o.node_id and l.epoch = o.node_epoch and l.until > clock_timestamp())
                returning session_pk, epoch
                """)
                .param("node", node)
                .param("epoch", nodeEpoch)
                .param("most", most)
                .query((row, n) -> new SessionTaken(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** The living node that owns the session, if one does. */
    Optional<UUID> living(long sessionPk) {
        return living(List.of(sessionPk)).keySet().stream().findFirst();
    }

    /** Which living node owns which of these sessions. */
    Map<UUID, List<Long>> living(Collection<Long> sessionPks) {
        return jdbc
                .sql("""
                select o.session_pk, o.node_id
                from session_owner o
                join node_lease l on l.node_id = o.node_id and l.epoch = o.node_epoch and l.until > clock_timestamp()
                where o.session_pk = any(?)
                """)
                .param(sessionPks.toArray(Long[]::new))
                .query((row, n) -> Map.entry(row.getObject(2, UUID.class), row.getLong(1)))
                .list()
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    /** Makes this node the first owner of a session it has just created, in the caller's transaction. */
    SessionTaken begin(long sessionPk, UUID node, long nodeEpoch) {
        jdbc.sql("insert into session_owner (session_pk, node_id, node_epoch, epoch) values (?, ?, ?, 1)")
                .params(sessionPk, node, nodeEpoch)
                .update();
        return new SessionTaken(sessionPk, 1);
    }
}
