package io.staffetta.server.access;

import java.time.Clock;
import java.util.Map;
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
}
