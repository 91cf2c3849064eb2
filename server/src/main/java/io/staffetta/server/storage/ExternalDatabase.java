package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL that somebody else runs. */
record ExternalDatabase(DatabaseAddress address) implements Database {

    /** How to use one, for messages. */
    static final String HOW = "--database-url jdbc:postgresql://HOST/NAME with STAFFETTA_DATABASE_USER and"
            + " STAFFETTA_DATABASE_PASSWORD";

    private static final int OLDEST = 15;

    /**
     * Asks whether it can keep what the product promises.
     *
     * @throws Problem if it cannot be reached, is too old, or may lose what it has committed
     */
    static ExternalDatabase open(DatabaseAddress address) {
        if (!address.url().startsWith("jdbc:postgresql:")) {
            throw refused("its URL must begin with jdbc:postgresql://");
        }
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("""
                        select current_setting('server_version_num')::int / 10000,
                            current_setting('fsync'),
                            current_setting('synchronous_commit')
                        """)) {
            answer.next();
            check(answer.getInt(1), answer.getString(2), answer.getString(3));
            return new ExternalDatabase(address);
        } catch (SQLException e) {
            throw refused(String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer"));
        }
    }

    @Override
    public void close() {
        // It is not ours to stop.
    }

    private static void check(int version, String fsync, String synchronousCommit) {
        if (version < OLDEST) {
            throw refused("it is PostgreSQL " + version + ", at least " + OLDEST + " is needed");
        }
        if (fsync.equals("off")) {
            throw refused("it has fsync = off and may lose what was accepted");
        }
        if (synchronousCommit.equals("off")) {
            throw refused("it has synchronous_commit = off and may lose what was accepted");
        }
    }

    private static Problem refused(String why) {
        return new Problem(
                Problem.Kind.UNAVAILABLE, "database_refused", "the external database cannot be used: " + why);
    }
}
