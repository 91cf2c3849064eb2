package io.staffetta.server.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The record of who did what. Written in the caller's transaction, so that it holds exactly when the deed does. */
@Component
public class Audit {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    /** Writes with this client, at this clock's (real) time. */
    public Audit(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Records one deed.
     *
     * @param caller who
     * @param action what, such as {@code campaign.change_session}
     * @param subject to what, such as {@code campaign:64f5a1b2c3d4e5f6a7b8c9d0}
     * @param detail facts; no secrets, no message texts
     */
    public void record(Caller caller, String action, String subject, Map<String, ?> detail) {
        jdbc.sql("""
                insert into audit_entry (owner_id, actor, action, subject, detail, at)
                values (?, ?, ?, ?, ?::jsonb, ?::timestamptz)
                """)
                .params(caller.ownerId(), caller.actor(), action, subject, json.writeValueAsString(detail))
                .param(clock.instant().toString())
                .update();
    }

    /** What was done to the caller's things, oldest first. */
    public List<AuditEntry> oldest(Caller caller, OptionalLong after, int rows) {
        return jdbc.sql("""
                select id, actor, action, subject, detail::text as detail, at
                from audit_entry
                where owner_id = :owner and id > :after
                order by id
                limit :rows
                """)
                .param("owner", caller.ownerId())
                .param("after", after.orElse(0))
                .param("rows", rows)
                .query((row, _) -> entry(row))
                .list();
    }

    /** What was done to the caller's things, newest first. */
    public List<AuditEntry> newest(Caller caller, OptionalLong before, int rows) {
        return jdbc.sql("""
                select id, actor, action, subject, detail::text as detail, at
                from audit_entry
                where owner_id = :owner and id < :before
                order by id desc
                limit :rows
                """)
                .param("owner", caller.ownerId())
                .param("before", before.orElse(Long.MAX_VALUE))
                .param("rows", rows)
                .query((row, _) -> entry(row))
                .list();
    }

    /** Who last did this to it, by the actor's name. */
    public Optional<String> lastActor(long ownerId, String action, String subject) {
        return jdbc.sql("""
                select actor from audit_entry where owner_id = ? and action = ? and subject = ? order by id desc limit 1
                """)
                .params(ownerId, action, subject)
                .query(String.class)
                .optional();
    }

    private AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                json.readTree(row.getString("detail")));
    }
}
