package io.staffetta.server.webhook;

import io.staffetta.server.session.SessionRemoval;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Calls for a session go with it. */
@Component
class CallRemoval implements SessionRemoval {

    private final JdbcClient jdbc;

    CallRemoval(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void beforeDelete(long ownerId, long sessionPk) {
        jdbc.sql("delete from inbound_call where owner_id = ? and session_pk = ?")
                .params(ownerId, sessionPk)
                .update();
    }
}
