package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** Asks a server that was found running whether it is really ours, before anything is written to it. */
final class PostmasterIdentity {

    private static final String WHO = """
            select current_setting('data_directory'), extract(epoch from pg_postmaster_start_time())::bigint
            """;
    private static final Duration ROUNDING = Duration.ofSeconds(3);

    private final PostgresHome home;

    PostmasterIdentity(PostgresHome home) {
        this.home = home;
    }

    /**
     * Compares folder and start time, and proves the password on the way.
     *
     * @throws Problem if another server answers on that port
     */
    void check(PostmasterFile file) throws IOException {
        DatabaseAddress address = home.address(file.port(), EmbeddedPostgres.SUPERUSER, "postgres");
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(WHO)) {
            answer.next();
            Instant startedAt = Instant.ofEpochSecond(answer.getLong(2));
            boolean sameStart =
                    Duration.between(file.startedAt(), startedAt).abs().compareTo(ROUNDING) <= 0;
            if (!sameStart || !Files.isSameFile(Path.of(answer.getString(1)), home.cluster())) {
                throw foreign(file, "another server answers there");
            }
        } catch (SQLException e) {
            throw foreign(file, String.valueOf(e.getMessage()));
        }
    }

    private Problem foreign(PostmasterFile file, String why) {
        return new Problem(
                Problem.Kind.UNAVAILABLE,
                "database_not_ours",
                "PostgreSQL seems to run as process " + file.pid() + " on port " + file.port()
                        + " but cannot be taken over: " + why);
    }
}
