package io.staffetta.server.session;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The nodes that work on this database. */
public final class Nodes {

    private final JdbcClient jdbc;
    private final UUID self;

    Nodes(JdbcClient jdbc, UUID self) {
        this.jdbc = jdbc;
        this.self = self;
    }

    /**
     * A node that lives.
     *
     * @param version of the product that runs there
     * @param sessions how many it owns, whoever they belong to
     * @param self whether it is the one that answers
     */
    public record Node(UUID id, String version, int sessions, boolean self) {}

    /** All that hold their lease now. */
    public List<Node> living() {
        return jdbc.sql("""
                select l.node_id, l.version, count(o.session_pk)
                from node_lease l
                left join session_owner o on o.node_id = l.node_id and o.node_epoch = l.epoch
                where l.until > clock_timestamp()
                group by l.node_id, l.version order by l.node_id
                """)
                .query((row, n) -> {
                    UUID id = row.getObject(1, UUID.class);
                    return new Node(id, row.getString(2), row.getInt(3), id.equals(self));
                })
                .list();
    }
}
