package io.staffetta.server.campaign;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks up the sessions that campaigns may send from. */
@Component
class Senders {

    private final JdbcClient jdbc;

    Senders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The user's session of this id. */
    Optional<Sender> find(long ownerId, String sessionId) {
        if (sessionId.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return jdbc.sql("select " + CampaignRows.SENDER_COLUMNS + """
                from wa_session s join app_user u on u.id = s.owner_id
                where s.owner_id = ? and s.session_id = ?
                """)
                .params(ownerId, sessionId)
                .query((row, n) -> CampaignRows.sender(row))
                .optional();
    }

    /** The user's session of this key. */
    Optional<Sender> find(long ownerId, long sessionPk) {
        return jdbc.sql("select " + CampaignRows.SENDER_COLUMNS + """
                from wa_session s join app_user u on u.id = s.owner_id
                where s.owner_id = ? and s.id = ?
                """)
                .params(ownerId, sessionPk)
                .query((row, n) -> CampaignRows.sender(row))
                .optional();
    }
}
