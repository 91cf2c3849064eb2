package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import io.staffetta.core.message.MessageMoves;
import io.staffetta.core.message.MessageState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema of this version, while other nodes go on working on it. The one table of message moves
 * flows into it from the code. What migrations may do says docs/decisions/rolling-upgrade.md.
 */
final class Migrations {

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    /**
     * Whoever wants to change a table waits for all who use it, and all who come later wait behind. No longer than this:
     * a node that has to wait for its next statement keeps its lease and its engines' answers for longer.
     */
    private static final String AT_MOST = "set lock_timeout = '3s'";

    private static final Duration BREATH = Duration.ofSeconds(5);
    /** A backup holds on to all tables as long as it takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** Could not lock in time; would have waited for each other. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01");

    private Migrations() {}

    /** Runs what has not run yet. */
    static void run(DataSource dataSource) {
        run(configured(Flyway.configure()).dataSource(dataSource).load());
    }

    /**
     * Runs what has not run yet, one node at a time. A schema that is newer than this version is left as it is.
     *
     * @throws Problem {@code schema_unknown} if the database has another history than this version expects,
     *     {@code schema_too_new} if it is of a newer version with which this one cannot work, {@code schema_busy} if
     *     somebody holds on to a table for too long
     */
    static void run(Flyway flyway) {
        try (var _ = MigrationTurn.take(flyway.getConfiguration().getDataSource())) {
            SchemaAge age = SchemaAge.of(flyway);
            if (age.newer()) {
                age.check(flyway);
            } else {
                migrate(flyway);
            }
        } catch (FlywayValidateException e) {
            throw because(
                    e,
                    "schema_unknown",
                    "the data was written by another version of the product, with a schema that this one does not know:"
                            + " use that version, or a newer one");
        }
    }

    private static void migrate(Flyway flyway) {
        long begun = System.nanoTime();
        while (true) {
            try {
                SchemaAge.forgetFailures(flyway.getConfiguration().getDataSource());
                tell(flyway.migrate());
                return;
            } catch (FlywayException e) {
                if (!busy(e)) {
                    throw e;
                }
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw because(
                            e,
                            "schema_busy",
                            "the database cannot be brought up to date, for somebody holds on to a table, such as a backup"
                                    + " or an open transaction: start again when that has ended");
                }
                log.warn("the database is in use: it is brought up to date in a moment");
                LockSupport.parkNanos(BREATH.toNanos());
            }
        }
    }

    private static void tell(MigrateResult done) {
        if (done.migrationsExecuted > 0 && done.initialSchemaVersion != null) {
            log.info("the database has schema {} now, and had {}", done.targetSchemaVersion, done.initialSchemaVersion);
        }
    }

    private static boolean busy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null && BUSY.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static Problem because(Exception cause, String code, String message) {
        Problem problem = new Problem(Problem.Kind.UNAVAILABLE, code, message);
        problem.initCause(cause);
        return problem;
    }

    /** The same settings everywhere: at start, in a restore, in tests. Connections must not be given to others later. */
    static FluentConfiguration configured(FluentConfiguration flyway) {
        // The lock belongs to the connection: one of a transaction would be idle while a long migration runs beside it,
        // and the server ends who is idle in a transaction. An index that is built beside the work waits for all
        // others.
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        return flyway.initSql(AT_MOST).locations("classpath:db/migration").placeholders(placeholders());
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
