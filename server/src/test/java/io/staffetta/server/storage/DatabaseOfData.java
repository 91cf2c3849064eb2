package io.staffetta.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The running database of a product's data folder, looked at from outside the product. */
public final class DatabaseOfData {

    private DatabaseOfData() {}

    /** A client over it. */
    public static JdbcClient client(Path data) {
        DatabaseAddress address = address(data);
        return JdbcClient.create(new DriverManagerDataSource(address.url(), address.user(), address.password()));
    }

    /** A connection of somebody else to it. */
    public static Connection connection(Path data) throws SQLException {
        DatabaseAddress address = address(data);
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    /** The options with which another node uses it, too. */
    public static List<String> options(Path data) {
        DatabaseAddress address = address(data);
        return List.of(
                "--staffetta.database.url=" + address.url(),
                "--staffetta.database.user=" + address.user(),
                "--staffetta.database.password=" + address.password());
    }

    private static DatabaseAddress address(Path data) {
        try {
            return EmbeddedPostgres.running(data, Path.of("target", "postgres").toAbsolutePath())
                    .orElseThrow(() -> new IllegalStateException("no database runs on " + data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
