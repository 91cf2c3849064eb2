package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.postgresql.PGConnection;

/** Puts a backup into an empty database and data folder, and holds back whatever might be sent a second time. */
final class Restore {

    private final Path data;
    private final DataSource target;
    private final Clock clock;

    Restore(Path data, DataSource target, Clock clock) {
        this.data = data;
        this.target = target;
        this.clock = clock;
    }

    void read(BackupFile backup) throws IOException, SQLException {
        BackupManifest manifest = backup.manifest();
        refuseNewerSchema(manifest);
        try (Connection connection = target.getConnection()) {
            refuseRows(connection);
        }
        Migrations.configured(Flyway.configure())
                .dataSource(target)
                .target(MigrationVersion.fromVersion(manifest.schema()))
                .load()
                .migrate();
        try (Connection connection = target.getConnection()) {
            connection.setAutoCommit(false);
            fill(connection, backup);
            connection.commit();
        }
        Migrations.run(target);
        try (Connection connection = target.getConnection()) {
            connection.setAutoCommit(false);
            new RestoreHold(clock).apply(connection);
            connection.commit();
        }
        for (BackupManifest.KeyFile key : manifest.files()) {
            write(backup, key);
        }
    }

    private void refuseNewerSchema(BackupManifest manifest) {
        boolean known = Stream.of(Migrations.configured(Flyway.configure())
                        .dataSource(target)
                        .load()
                        .info()
                        .all())
                .anyMatch(migration -> migration.getVersion() != null
                        && migration.getVersion().equals(MigrationVersion.fromVersion(manifest.schema())));
        if (!known) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "backup_newer",
                    "the backup has schema " + manifest.schema()
                            + ", which this version does not know: restore it with the version that made it, or a newer one");
        }
    }

    private static void refuseRows(Connection connection) throws SQLException {
        List<String> tables = new Catalog(connection).tables();
        if (!tables.isEmpty()) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "restore_target_not_empty",
                    "the database has tables already (" + tables.getFirst() + ", …): restore into an empty one");
        }
    }

    private static void fill(Connection connection, BackupFile backup) throws IOException, SQLException {
        Map<String, BackupManifest.Table> saved = backup.manifest().tables().stream()
                .collect(Collectors.toMap(BackupManifest.Table::name, table -> table));
        List<String> tables = new Catalog(connection).tables();
        try (Statement statement = connection.createStatement()) {
            // Migrations put rows of their own into some.
            statement.execute("truncate " + String.join(", ", tables));
        }
        for (String name : tables) {
            BackupManifest.Table table = saved.get(name);
            if (table != null) {
                copy(connection, backup, table);
            }
        }
        try (PreparedStatement set = connection.prepareStatement("select setval(quote_ident(?)::regclass, ?)")) {
            for (Map.Entry<String, Long> sequence :
                    backup.manifest().sequences().entrySet()) {
                set.setString(1, sequence.getKey());
                set.setLong(2, sequence.getValue());
                set.execute();
            }
        }
    }

    private static void copy(Connection connection, BackupFile backup, BackupManifest.Table table)
            throws IOException, SQLException {
        String columns = table.columns().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        try (InputStream in = backup.read(table.entry())) {
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy \"" + table.name() + "\" (" + columns + ") from stdin", in);
            if (rows != table.rows()) {
                throw new IllegalStateException(table.name() + " got " + rows + " of " + table.rows() + " rows");
            }
        }
    }

    private void write(BackupFile backup, BackupManifest.KeyFile key) throws IOException {
        Path keys = data.resolve("keys");
        Path file = data.resolve(key.path()).normalize();
        if (!file.startsWith(keys)) {
            throw new Problem(Problem.Kind.INVALID, "backup_damaged", key.path() + " is no place for a key");
        }
        Files.createDirectories(
                Folders.parent(file),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (InputStream in = backup.read(key.entry())) {
            Folders.writeSecret(file, in.readAllBytes());
        }
    }
}
