package io.staffetta.server.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Few connections, used by many threads one after the other. Inserts in a batch are sent as one statement, so their
 * update counts are not known.
 */
final class ConnectionPool {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Map<String, String> DRIVER = Map.ofEntries(
            Map.entry("ApplicationName", "staffetta"),
            Map.entry("assumeMinServerVersion", "15"),
            Map.entry("connectTimeout", "10"),
            Map.entry("loginTimeout", "10"),
            Map.entry("socketTimeout", "120"),
            Map.entry("tcpKeepAlive", "true"),
            Map.entry("prepareThreshold", "3"),
            Map.entry("preparedStatementCacheQueries", "512"),
            Map.entry("reWriteBatchedInserts", "true"),
            // Details of an error quote the row, with texts and phones; they would end up in logs.
            Map.entry("logServerErrorDetail", "false"));
    /**
     * A node that freezes or whose network is cut holds its locks until the server gives it up. That has to be before its
     * lease ends, or those who take over wait for it, with their own leases running out. Set on each connection, so
     * that it holds on a server that nobody set up for us. A node that lives waits for nothing inside a transaction.
     */
    private static final String GIVE_UP_THE_SILENT = """
            set idle_in_transaction_session_timeout = '10s';
            set tcp_user_timeout = '10s';
            set tcp_keepalives_idle = 5;
            set tcp_keepalives_interval = 2;
            set tcp_keepalives_count = 3""";

    private ConnectionPool() {}

    /**
     * Connections of nobody else's, for what changes the schema: an index may take longer to build than any statement may
     * take to answer.
     */
    static DataSource unpooled(DatabaseAddress address) {
        Properties driver = new Properties();
        driver.putAll(DRIVER);
        driver.remove("socketTimeout");
        driver.setProperty("user", address.user());
        driver.setProperty("password", address.password());
        return new DriverManagerDataSource(address.url(), driver);
    }

    /** A pool whose failures this room hears of. */
    static HikariDataSource open(DatabaseAddress address, int connections, DiskRoom room) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(2, connections));
        config.setConnectionTimeout(WAIT.toMillis());
        config.setConnectionInitSql(GIVE_UP_THE_SILENT);
        config.setExceptionOverride(room);
        DRIVER.forEach(config::addDataSourceProperty);
        return new HikariDataSource(config);
    }
}
