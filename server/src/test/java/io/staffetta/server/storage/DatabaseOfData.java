package io.staffetta.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The running database of a product's data folder, looked at from outside the product. */
public final class DatabaseOfData {

    private DatabaseOfData() {}

    /** A client over it. */
    public static JdbcClient client(Path data) {
        try {
            DatabaseAddress address = EmbeddedPostgres.running(
                            data, Path.of("target", "postgres").toAbsolutePath())
                    .orElseThrow(() -> new IllegalStateException("no database runs on " + data));
            return JdbcClient.create(new DriverManagerDataSource(address.url(), address.user(), address.password()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
