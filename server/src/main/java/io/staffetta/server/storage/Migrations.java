package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import io.staffetta.core.message.MessageMoves;
import io.staffetta.core.message.MessageState;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Brings a database to the schema of this version. The one table of message moves flows into it from the code. */
final class Migrations {

    private Migrations() {}

    /** Runs what has not run yet. */
    static void run(DataSource dataSource) {
        run(configured(Flyway.configure().dataSource(dataSource)).load());
    }

    /**
     * Runs what has not run yet.
     *
     * @throws Problem {@code schema_unknown} if the database has another history than this version expects
     */
    static void run(Flyway flyway) {
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            Problem problem = new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "schema_unknown",
                    "the data was written by another version of the product, with a schema that this one does not know:"
                            + " use that version, or a newer one");
            problem.initCause(e);
            throw problem;
        }
    }

    /** The same settings everywhere: at start, in a restore, in tests. */
    static FluentConfiguration configured(FluentConfiguration flyway) {
        // The lock belongs to the connection: one of a transaction would be idle while a long migration runs beside it,
        // and
        // the server ends who is idle in a transaction.
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        return flyway.locations("classpath:db/migration").placeholders(placeholders());
    }

    private static Map<String, String> placeholders() {
        String states = Arrays.stream(MessageState.values())
                .map(state -> "'" + state.code() + "'")
                .collect(Collectors.joining(","));
        return Map.of(
                "messageMoves",
                MessageMoves.asSqlList(),
                "earlierAttemptMoves",
                MessageMoves.ofEarlierAttemptsAsSqlList(),
                "messageStates",
                states);
    }
}
