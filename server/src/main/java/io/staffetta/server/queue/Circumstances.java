package io.staffetta.server.queue;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.session.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a message that a person wants to do something about, its lane held so that it cannot be closed
 * meanwhile.
 *
 * @param session the state of the session its lane points to, or null if there is none
 * @param sessionReason why the session is in that state
 * @param suppressed whether the recipient opted out or was erased
 * @param knownChat whether the person ever wrote, or got a message from this session
 */
record Circumstances(
        LaneStatus lane,
        @Nullable SessionState session,
        @Nullable String sessionReason,
        boolean suppressed,
        boolean knownChat) {

    private static final String HOLD = """
            select l.status, s.state, s.state_reason,
                m.phone < 0 or exists (select 1 from opt_out o where o.owner_id = m.owner_id and o.phone = m.phone)
                    or exists (select 1 from opt_out o where o.owner_id = m.owner_id
                        and o.phone_hash = suppression_hash(m.phone)) as suppressed,
                exists (select 1 from contact c where c.owner_id = m.owner_id and c.phone = m.phone
                    and c.last_inbound_at is not null)
                or exists (select 1 from message o where o.owner_id = m.owner_id and o.phone = m.phone
                    and o.session_pk = l.session_pk and o.state in ('sent', 'delivered', 'read')) as known_chat
            from message m join lane l on l.id = m.lane_id left join wa_session s on s.id = l.session_pk
            where m.id = ? and m.owner_id = ? for key share of l
            """;

    static Circumstances hold(Connection connection, long ownerId, long messageId) throws SQLException {
        return Rows.query(
                        connection,
                        HOLD,
                        row -> {
                            String session = row.getString("state");
                            return new Circumstances(
                                    LaneStatus.of(row.getString("status")),
                                    session == null ? null : SessionState.of(session),
                                    row.getString("state_reason"),
                                    row.getBoolean("suppressed"),
                                    row.getBoolean("known_chat"));
                        },
                        messageId,
                        ownerId)
                .stream()
                .findFirst()
                .orElseThrow(Messages::unknown);
    }
}
