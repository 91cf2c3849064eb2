package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How the schema of a database stands to the one of this version. A newer one can be worked on as long as it only had
 * things added; a migration that takes something away says in the setting {@code oldest_schema} which is the oldest whose
 * version still works on it.
 *
 * @param ours the newest schema that this version knows
 * @param theirs the schema of the database
 */
record SchemaAge(MigrationVersion ours, MigrationVersion theirs) {

    private static final Logger log = LoggerFactory.getLogger(SchemaAge.class);

    static SchemaAge of(Flyway flyway) {
        List<MigrationInfo> versioned = Arrays.stream(flyway.info().all())
                .filter(each -> each.getVersion() != null)
                .toList();
        return new SchemaAge(
                newest(versioned.stream()
                        .filter(each -> each.getState().isResolved())
                        .toList()),
                newest(versioned.stream()
                        .filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS)
                        .toList()));
    }

    /** Whether a newer version has brought it further than this one knows. */
    boolean newer() {
        return theirs.compareTo(ours) > 0;
    }

    /**
     * Looks whether this version can work on a newer schema; changes nothing.
     *
     * @throws Problem {@code schema_too_new}
     */
    void check(Flyway flyway) {
        JdbcClient jdbc = JdbcClient.create(flyway.getConfiguration().getDataSource());
        MigrationVersion oldest = jdbc.sql("select value from setting where name = 'oldest_schema'")
                .query(String.class)
                .optional()
                .map(MigrationVersion::fromVersion)
                .orElse(MigrationVersion.EMPTY);
        if (oldest.compareTo(ours) > 0) {
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "schema_too_new",
                    "the database has schema " + theirs + " of a newer version of the product, and this one, of schema "
                            + ours + ", cannot work on it: use that version, or a newer one",
                    Map.of("schema", theirs.toString(), "known", ours.toString()));
        }
        // The moves of messages are the newer version's as well, whose table has more in it than ours.
        Flyway.configure()
                .configuration(flyway.getConfiguration())
                .ignoreMigrationPatterns("*:future", "repeatable:*")
                .load()
                .validate();
        log.warn(
                "the database has schema {} of a newer version, this one knows {}: it works on it as it is",
                theirs,
                ours);
    }

    /** What was interrupted outside of a transaction is begun anew: such migrations are written to be repeated. */
    static void forgetFailures(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        boolean history = jdbc.sql("select to_regclass('flyway_schema_history') is not null")
                .query(Boolean.class)
                .single();
        if (history) {
            jdbc.sql("delete from flyway_schema_history where not success").update();
        }
    }

    private static MigrationVersion newest(List<MigrationInfo> versioned) {
        return versioned.stream()
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
    }
}
