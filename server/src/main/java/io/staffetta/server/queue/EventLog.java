package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.stereotype.Component;

/** Appends to the event log, in the transaction of the caller: an event exists exactly when its state does. */
@Component
public class EventLog {

    private static final String INSERT = """
            insert into message_event
                (at, owner_id, kind, phase, message_id, campaign_id, session_pk, lane_id, reason, attempt, next_at, detail)
            select b.at, b.owner_id, b.kind, b.phase, b.message_id, b.campaign_id, b.session_pk, b.lane_id, b.reason,
                b.attempt, b.next_at, b.detail::jsonb
            from unnest(?::timestamptz[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::text[], ?::smallint[], ?::timestamptz[], ?::text[])
                as b(at, owner_id, kind, phase, message_id, campaign_id, session_pk, lane_id, reason, attempt, next_at,
                    detail)
            """;

    private final DataSource dataSource;
    private final SQLExceptionTranslator translator = new SQLStateSQLExceptionTranslator();

    /** Writes through this source's current transaction. */
    public EventLog(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Appends these events in the current transaction. */
    public void append(List<Event> events) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            append(connection, events);
        } catch (SQLException e) {
            throw java.util.Objects.requireNonNullElseGet(
                    translator.translate("append events", INSERT, e), () -> new IllegalStateException(e));
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** Appends one event in the current transaction. */
    public void append(Event event) {
        append(List.of(event));
    }

    /** Appends these events in the transaction of this connection. */
    public static void append(Connection connection, List<Event> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        Rows.update(
                connection,
                INSERT,
                Rows.column(connection, "text", events, Event::at),
                Rows.column(connection, "bigint", events, Event::ownerId),
                Rows.column(connection, "text", events, e -> e.kind().code()),
                Rows.column(connection, "text", events, Event::phase),
                Rows.column(connection, "bigint", events, Event::messageId),
                Rows.column(connection, "bigint", events, Event::campaignId),
                Rows.column(connection, "bigint", events, Event::sessionPk),
                Rows.column(connection, "bigint", events, Event::laneId),
                Rows.column(connection, "text", events, Event::reason),
                Rows.column(connection, "smallint", events, Event::attempt),
                Rows.column(connection, "text", events, Event::nextAt),
                Rows.column(connection, "text", events, Event::detail));
    }
}
