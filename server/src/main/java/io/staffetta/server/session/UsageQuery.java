package io.staffetta.server.session;

import io.staffetta.core.pacing.BusinessTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Counts what numbers have sent, all sessions of a page with one statement. */
final class UsageQuery {

    private static final String COUNT = """
            select v.pk, count(l.at) filter (where l.at > v.hour), count(l.at) filter (where l.at >= v.day)
            from unnest(?, ?, ?::timestamptz[], ?::timestamptz[]) as v (pk, number_key, hour, day)
            left join send_log l on l.number_key = v.number_key and l.at >= least(v.hour, v.day)
            group by v.pk
            """;

    private final JdbcTemplate jdbc;
    private final BusinessTime businessTime;

    UsageQuery(JdbcTemplate jdbc, BusinessTime businessTime) {
        this.jdbc = jdbc;
        this.businessTime = businessTime;
    }

    /** The usage of each, by their keys. */
    Map<Long, Usage> of(List<Session> sessions) {
        Map<Long, Usage> usage = new HashMap<>();
        if (!sessions.isEmpty()) {
            jdbc.query(connection -> prepare(connection, sessions), (ResultSet row) -> {
                usage.put(row.getLong(1), new Usage(row.getInt(2), row.getInt(3)));
            });
        }
        return usage;
    }

    private PreparedStatement prepare(Connection connection, List<Session> sessions) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(COUNT);
        new Columns<>(connection, statement, sessions)
                .add("bigint", Session::pk)
                .add("bigint", Session::numberKey)
                .add("text", session -> now(session).minus(Duration.ofHours(1)).toString())
                .add("text", session -> startOfDay(session).toString());
        return statement;
    }

    private Instant startOfDay(Session session) {
        var zone = session.preferences().zone();
        return now(session).atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    }

    private Instant now(Session session) {
        return businessTime.now(session.engine().simulated());
    }
}
