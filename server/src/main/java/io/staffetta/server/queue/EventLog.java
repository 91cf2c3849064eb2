package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
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
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
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
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Event e : events) {
                insert.setTimestamp(1, Timestamp.from(e.at()));
                insert.setLong(2, e.ownerId());
                insert.setString(3, e.kind().code());
                insert.setString(4, e.phase());
                insert.setObject(5, e.messageId(), Types.BIGINT);
                insert.setObject(6, e.campaignId(), Types.BIGINT);
                insert.setObject(7, e.sessionPk(), Types.BIGINT);
                insert.setObject(8, e.laneId(), Types.BIGINT);
                insert.setString(9, e.reason());
                insert.setObject(10, e.attempt(), Types.SMALLINT);
                insert.setTimestamp(11, e.nextAt() == null ? null : Timestamp.from(e.nextAt()));
                insert.setString(12, e.detail());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
