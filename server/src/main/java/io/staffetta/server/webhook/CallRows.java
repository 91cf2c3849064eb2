package io.staffetta.server.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The calls' rows. */
final class CallRows {

    static final String INSERT = """
            insert into inbound_call (owner_id, session_pk, repeat_key, body, received_at) values (?, ?, ?, ?, ?)
            on conflict (session_pk, repeat_key) where repeat_key is not null do nothing
            """;

    static final String WAITING = """
            select c.id, c.session_pk, c.attempts, c.body
            from inbound_call c join session_owner o on o.session_pk = c.session_pk
            where c.state = 'waiting' and o.node_id = ? and c.session_pk <> all(?)
            order by c.id limit ?
            """;

    private final JdbcClient jdbc;

    CallRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps these; each answer is whether it was not kept before. */
    static List<Boolean> insert(Connection connection, List<NewCall> calls) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (NewCall call : calls) {
                statement.setLong(1, call.ownerId());
                statement.setLong(2, call.sessionPk());
                statement.setBytes(3, call.repeatKey());
                statement.setBytes(4, call.body());
                statement.setObject(5, utc(call.at()));
                statement.addBatch();
            }
            List<Boolean> fresh = new ArrayList<>(calls.size());
            for (int inserted : statement.executeBatch()) {
                fresh.add(inserted != 0);
            }
            return fresh;
        }
    }

    /** The calls that wait for sessions of this node, oldest first, but for these sessions. */
    List<WaitingCall> waiting(UUID node, Collection<Long> without, int most) {
        return jdbc.sql(WAITING)
                .params(node, without.toArray(Long[]::new), most)
                .query((row, n) -> new WaitingCall(row.getLong(1), row.getLong(2), row.getInt(3), row.getBytes(4)))
                .list();
    }

    /** These are worked in: only what tells repeats is still needed. */
    void done(Collection<Long> ids, Instant now) {
        jdbc.sql("update inbound_call set state = 'done', body = '', reason = null, done_at = ?"
                        + " where id = any(?) and state = 'waiting'")
                .params(utc(now), ids.toArray(Long[]::new))
                .update();
    }

    /** This one was tried in vain, and is parked if it is tried no more. */
    void failed(WaitingCall call, String reason, boolean park) {
        jdbc.sql("update inbound_call set state = ?, attempts = attempts + 1, reason = ?"
                        + " where id = ? and state = 'waiting'")
                .params(park ? "parked" : "waiting", reason, call.id())
                .update();
    }

    boolean unpark(long ownerId, long id) {
        return jdbc.sql("update inbound_call set state = 'waiting', attempts = 0"
                                + " where owner_id = ? and id = ? and state = 'parked'")
                        .params(ownerId, id)
                        .update()
                > 0;
    }

    List<KeptCall> list(long ownerId, String state, long after, int limit) {
        return jdbc.sql("""
                select c.id, s.session_id, c.state, c.reason, c.attempts, length(c.body) as bytes, c.received_at
                from inbound_call c join wa_session s on s.id = c.session_pk
                where c.owner_id = ? and c.state = ? and c.id > ? order by c.id limit ?
                """)
                .params(ownerId, state, after, limit)
                .query((row, n) -> new KeptCall(
                        row.getLong("id"),
                        row.getString("session_id"),
                        row.getString("state"),
                        row.getString("reason"),
                        row.getInt("attempts"),
                        row.getInt("bytes"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** How many wait, of all nodes; no more than this many are counted. */
    int waiting(int most) {
        return jdbc.sql("select count(*) from (select 1 from inbound_call where state = 'waiting' limit ?) w")
                .param(most)
                .query((row, n) -> row.getInt(1))
                .single();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
