package io.staffetta.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The messages in the database, as a careful user of a queue library keeps them. */
final class Messages {

    private static final int CONNECTIONS = 20;

    private static final String INSERT = """
            insert into message (phone, template_id, variables)
            select ? + n, 1, jsonb_build_object('nome', 'Persona ' || n) from generate_series(0, ? - 1) n returning id
            """;

    private static final String READ = """
            select m.phone, m.variables ->> 'nome', t.body from message m join template t on t.id = m.template_id
            where m.id = ? and m.state = 'queued'
            """;

    private static final String STORE = """
            with done as (
                update message set state = 'sent', provider_id = ?, sent_at = now() where id = ? and state = 'queued'
                returning id, provider_id
            ), told as (
                insert into message_event (message_id, phase)
                select id, phase from done, (values ('sending'), ('sent')) as p(phase)
            )
            insert into outbox (message_id, body)
            select id, jsonb_build_object('type', 'message.sent', 'id', provider_id) from done
            """;

    private final HikariDataSource dataSource;

    Messages(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        this.dataSource = new HikariDataSource(config);
    }

    /** What is needed to send one. */
    record Waiting(long phone, String name, String template) {}

    DataSource dataSource() {
        return dataSource;
    }

    /** Inserts this many with successive numbers, and answers their ids. */
    List<Long> insert(long firstPhone, int count) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, firstPhone);
            statement.setInt(2, count);
            List<Long> ids = new ArrayList<>(count);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            return ids;
        }
    }

    /** The message, unless it was sent before. */
    Optional<Waiting> read(long id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Waiting(row.getLong(1), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Stores the result, two events and a row of the outbox, in one transaction. */
    void store(long id, String providerId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setString(1, providerId);
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }
}
