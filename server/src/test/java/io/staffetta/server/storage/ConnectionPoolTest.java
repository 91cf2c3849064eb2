package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {

    /** A lease has at least 12 s left when its node falls silent. */
    private static final String BEFORE_A_LEASE_ENDS = "12s";

    @Test
    void whoFallsSilentInATransactionLosesItsLocksBeforeItsLeaseEnds() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource pool = onAServerThatWaitsForEver(database);
                Connection silent = pool.getConnection();
                Connection other = pool.getConnection();
                Statement locking = silent.createStatement();
                Statement waiting = other.createStatement()) {
            silent.setAutoCommit(false);
            locking.execute("lock table session_owner in exclusive mode");

            waiting.execute("set lock_timeout = '" + BEFORE_A_LEASE_ENDS + "'");

            assertThat(waiting.executeUpdate("delete from session_owner")).isZero();
            assertThatThrownBy(silent::commit).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theServerAsksSoonWhetherSomebodyIsStillThere() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource pool = onAServerThatWaitsForEver(database);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("""
                        select current_setting('tcp_user_timeout'), current_setting('tcp_keepalives_idle')::int
                            + current_setting('tcp_keepalives_interval')::int
                                * current_setting('tcp_keepalives_count')::int
                        """)) {
            answer.next();

            assertThat(answer.getInt(1)).as("milliseconds").isEqualTo(10_000);
            assertThat(answer.getInt(2)).isLessThan(12);
        }
    }

    /** As PostgreSQL is when nobody has set anything. */
    private static HikariDataSource onAServerThatWaitsForEver(TestDatabase database) {
        String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
        database.jdbc()
                .sql("alter database " + name + " set idle_in_transaction_session_timeout = 0")
                .update();
        return ConnectionPool.open(database.address(), 2, new DiskRoom(Optional.empty(), System::nanoTime));
    }
}
