package io.staffetta.server.stream;

import io.staffetta.server.queue.QueueWorld;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** A running feed over a real log. */
final class StreamWorld implements AutoCloseable {

    private static final String INSERT = """
            insert into message_event (at, owner_id, kind, phase, message_id, lane_id, detail)
            select '2026-03-02T10:00:00Z', ?, 'message', ?, n, 7, jsonb_build_object('pad', repeat('x', ?))
            from generate_series(1, ?) n
            """;

    final QueueWorld queue = new QueueWorld();
    final EventReader reader = new EventReader(queue.jdbc, queue.clock);
    final EventJson json = new EventJson(JsonMapper.shared());
    final EventFeed feed = new EventFeed(reader, json, 3);
    final EventStream stream = new EventStream(reader, feed, json, Duration.ofMillis(200));
    final EventHistory history = new EventHistory(reader);
    final List<LoggedEvent> heard = new CopyOnWriteArrayList<>();

    StreamWorld() {
        feed.listen(heard::addAll);
        feed.start();
    }

    EventSelection everything() {
        return new EventSelection(queue.owner, EventSelection.kinds(null), null);
    }

    /** Events of one owner, numbered as messages from 1 on, in one transaction. */
    void happens(long owner, String phase, int events) {
        happens(owner, phase, events, 0);
    }

    void happens(long owner, String phase, int events, int padding) {
        try (Connection connection = queue.database.dataSource().getConnection()) {
            write(connection, owner, phase, events, padding);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void write(Connection connection, long owner, String phase, int events, int padding) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, owner);
            insert.setString(2, phase);
            insert.setInt(3, padding);
            insert.setInt(4, events);
            insert.executeUpdate();
        }
    }

    @Override
    public void close() {
        feed.stop();
        queue.close();
    }
}
