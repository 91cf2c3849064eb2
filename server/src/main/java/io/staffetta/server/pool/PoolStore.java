package io.staffetta.server.pool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The pools' rows. */
@Component
class PoolStore {

    private static final String SELECT = """
            select p.id, p.owner_id, p.name, p.simulated, p.created_at, p.updated_at, array(
                select s.session_id from pool_session m join wa_session s on s.id = m.session_pk
                where m.pool_id = p.id order by s.id) as sessions
            from pool p
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    PoolStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Adds a pool without sessions, or answers empty if its user has one of this name. */
    Optional<Long> insert(long ownerId, String name, boolean simulated) {
        return jdbc.sql("""
                insert into pool (owner_id, name, simulated, created_at, updated_at)
                values (:owner, :name, :simulated, :now, :now)
                on conflict (owner_id, name) do nothing returning id
                """)
                .param("owner", ownerId)
                .param("name", name)
                .param("simulated", simulated)
                .param("now", now())
                .query(Long.class)
                .optional();
    }

    Optional<Pool> find(long ownerId, String name) {
        if (name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return jdbc.sql(SELECT + "where p.owner_id = ? and p.name = ?")
                .params(ownerId, name)
                .query((row, _) -> pool(row))
                .optional();
    }

    List<Pool> list(long ownerId, long after, int rows) {
        return jdbc.sql(SELECT + "where p.owner_id = ? and p.id > ? order by p.id limit ?")
                .params(ownerId, after, rows)
                .query((row, _) -> pool(row))
                .list();
    }

    /** Holds a pool until the transaction ends; false if it is gone. */
    boolean lock(Pool pool) {
        return jdbc.sql("select id from pool where owner_id = ? and id = ? for update")
                .params(pool.ownerId(), pool.pk())
                .query(Long.class)
                .optional()
                .isPresent();
    }

    void rename(Pool pool, String name) {
        jdbc.sql("update pool set name = ?, updated_at = ? where owner_id = ? and id = ?")
                .params(name, now(), pool.ownerId(), pool.pk())
                .update();
    }

    /** These are its sessions from now on; who was written to from others is chosen for anew. */
    void members(long ownerId, long pool, boolean simulated, Collection<Long> sessions) {
        Long[] keys = sessions.toArray(Long[]::new);
        jdbc.sql("delete from pool_contact where pool_id = ? and session_pk <> all(?)")
                .params(pool, keys)
                .update();
        jdbc.sql("delete from pool_session where pool_id = ? and session_pk <> all(?)")
                .params(pool, keys)
                .update();
        jdbc.sql("""
                insert into pool_session (pool_id, session_pk)
                select ?, s.id from wa_session s where s.owner_id = ? and s.id = any(?)
                on conflict do nothing
                """).params(pool, ownerId, keys).update();
        jdbc.sql("update pool set simulated = ?, updated_at = ? where owner_id = ? and id = ?")
                .params(simulated, now(), ownerId, pool)
                .update();
    }

    void delete(Pool pool) {
        jdbc.sql("delete from pool where owner_id = ? and id = ?")
                .params(pool.ownerId(), pool.pk())
                .update();
    }

    List<Long> sessions(long pool) {
        return jdbc.sql("select session_pk from pool_session where pool_id = ? order by session_pk")
                .param(pool)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** The session that writes to a person. */
    Optional<Long> writer(long pool, long phone) {
        return jdbc.sql("select session_pk from pool_contact where pool_id = ? and phone = ?")
                .params(pool, phone)
                .query(Long.class)
                .optional();
    }

    /**
     * This session writes to the person from now on, unless somebody else chose meanwhile.
     *
     * @param before the session that was found to write to the person
     * @return the session that does
     */
    Optional<Long> keepWriter(Pool pool, long phone, long session, Optional<Long> before) {
        jdbc.sql("""
                insert into pool_contact as c (pool_id, phone, owner_id, session_pk, chosen_at)
                select m.pool_id, :phone, :owner, m.session_pk, :now
                from pool_session m where m.pool_id = :pool and m.session_pk = :session
                on conflict (pool_id, phone) do update
                    set session_pk = excluded.session_pk, chosen_at = excluded.chosen_at
                    where c.session_pk = :before
                """)
                .param("phone", phone)
                .param("owner", pool.ownerId())
                .param("now", now())
                .param("pool", pool.pk())
                .param("session", session)
                .param("before", before.orElse(0L))
                .update();
        return writer(pool.pk(), phone);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Pool pool(ResultSet row) throws SQLException {
        return new Pool(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("name"),
                row.getBoolean("simulated"),
                Arrays.asList((String[]) row.getArray("sessions").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
