package io.staffetta.server.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A migrated database of its own for a test, cloned from a template in a few milliseconds. The server behind it is the
 * product's embedded PostgreSQL, one for the whole test run.
 */
public final class TestDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 16;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final HikariDataSource dataSource;

    private TestDatabase(String name) {
        this.name = name;
        this.dataSource = ConnectionPool.open(
                Server.INSTANCE.address(name), CONNECTIONS, new DiskRoom(Optional.empty(), System::nanoTime));
    }

    /** A new one, empty but migrated. */
    public static TestDatabase create() {
        String name = "test_" + COUNT.incrementAndGet();
        Server.INSTANCE.create(name);
        return new TestDatabase(name);
    }

    /** A new one without any table. */
    static TestDatabase createEmpty() {
        String name = "test_" + COUNT.incrementAndGet();
        Server.INSTANCE.createEmpty(name);
        return new TestDatabase(name);
    }

    /** A pool of connections to it. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** A client over that pool. */
    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    /** Where it is, for code that opens its own connections. */
    public DatabaseAddress address() {
        return Server.INSTANCE.address(name);
    }

    /** Its JDBC URL. */
    public String jdbcUrl() {
        return address().url();
    }

    /**
     * Properties that point the whole application at it and at a data folder of its own, for
     * {@code @DynamicPropertySource} and the like.
     */
    public Map<String, String> properties() {
        return Map.of(
                "staffetta.data", Server.INSTANCE.dataFolder(name).toString(),
                "staffetta.database.url", address().url(),
                "staffetta.database.user", address().user(),
                "staffetta.database.password", address().password());
    }

    /** Closes the pool and drops the database. */
    @Override
    public void close() {
        dataSource.close();
        Server.INSTANCE.drop(name);
    }

    /** Started when the first test needs it. */
    private static final class Server {
        static final TestServer INSTANCE = TestServer.start();
    }
}
