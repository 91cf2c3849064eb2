package io.staffetta.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * One node at a time looks what schema there is and changes it. The others wait and ask again and again: a statement that
 * waited for the lock would itself be waited for by an index that is built beside the work. Who dies lets go.
 */
final class MigrationTurn implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MigrationTurn.class);
    /** Of PostgreSQL's advisory locks. */
    static final long LOCK = 0x53434845_4d41_0001L;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Connection connection;

    private MigrationTurn(Connection connection) {
        this.connection = connection;
    }

    /** Waits for as long as it takes another node to bring the database up to date. */
    static MigrationTurn take(DataSource dataSource) {
        try {
            return await(new MigrationTurn(dataSource.getConnection()));
        } catch (SQLException e) {
            throw new SQLExceptionSubclassTranslator().translate("the turn to migrate", null, e);
        }
    }

    private static MigrationTurn await(MigrationTurn turn) throws SQLException {
        try {
            boolean told = false;
            while (!turn.locked("select pg_try_advisory_lock(?)")) {
                if (!told) {
                    log.info("waiting for another node that looks after the schema of the database");
                    told = true;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return turn;
        } catch (SQLException e) {
            turn.quit();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            locked("select pg_advisory_unlock(?)");
        } catch (SQLException e) {
            log.warn("the turn to migrate ends with its connection: {}", e.getMessage());
        } finally {
            quit();
        }
    }

    private boolean locked(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, LOCK);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    private void quit() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("a connection that is given up anyway", e);
        }
    }
}
