package io.staffetta.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The one PostgreSQL of a test run, in a temporary folder, with a migrated template. Stops with the JVM. */
final class TestServer {

    private static final String TEMPLATE = "template_staffetta";

    private final DataFolder folder;
    private final EmbeddedPostgres postgres;

    private TestServer(DataFolder folder, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.postgres = postgres;
    }

    static TestServer start() {
        try {
            DataFolder folder = DataFolder.hold(Files.createTempDirectory("staffetta-test-"));
            Path binaries = Path.of("target", "postgres").toAbsolutePath();
            TestServer server = new TestServer(folder, EmbeddedPostgres.start(folder.path(), binaries, changes()));
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            server.createEmpty(TEMPLATE);
            DatabaseAddress template = server.address(TEMPLATE);
            Migrations.run(new DriverManagerDataSource(template.url(), template.user(), template.password()));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Durable like the product, unless the run says {@code -Dstaffetta.test.fsync=off}. */
    private static Map<String, String> changes() {
        return Map.of("max_connections", "300", "fsync", System.getProperty("staffetta.test.fsync", "on"));
    }

    DatabaseAddress address(String database) {
        DatabaseAddress own = postgres.address();
        String url = own.url().substring(0, own.url().lastIndexOf('/') + 1) + database;
        return new DatabaseAddress(url, own.user(), own.password());
    }

    /** A folder for an application that runs on this database. */
    Path dataFolder(String database) {
        return folder.path().resolve("data-of-" + database);
    }

    void create(String database) {
        execute("create database " + database + " template " + TEMPLATE);
    }

    void createEmpty(String database) {
        execute("create database " + database);
    }

    /** Ends our own connections first: forcing would ask for the right to end PostgreSQL's own workers. */
    void drop(String database) {
        execute("alter database " + database + " allow_connections false");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and datname = '"
                + database + "'");
        execute("drop database " + database);
    }

    private void execute(String sql) {
        DatabaseAddress own = postgres.address();
        try (Connection connection = DriverManager.getConnection(own.url(), own.user(), own.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void stop() {
        postgres.close();
        folder.close();
        try {
            Folders.delete(folder.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
