package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The commands that work on stored data without starting the product: {@code backup FILE} and {@code restore FILE}. An
 * application of its own, with the same properties.
 */
@EnableConfigurationProperties(StorageProperties.class)
public class StorageCommands implements ApplicationRunner {

    private final StorageProperties properties;
    private final Clock clock = Clock.systemUTC();

    StorageCommands(StorageProperties properties) {
        this.properties = properties;
    }

    /** Whether this is one of them. */
    public static boolean knows(String command) {
        return command.equals("backup") || command.equals("restore");
    }

    /** Runs the command that the arguments begin with. */
    @Override
    public void run(ApplicationArguments arguments) throws IOException, SQLException {
        List<String> words = arguments.getNonOptionArgs();
        if (words.size() != 2) {
            throw new Problem(Problem.Kind.INVALID, "command_incomplete", words.getFirst() + " needs one FILE");
        }
        Path file = Path.of(words.get(1)).toAbsolutePath();
        if (words.getFirst().equals("backup")) {
            refuseUnwritable(file);
            backup(file);
        } else {
            restore(file);
        }
    }

    private static void refuseUnwritable(Path file) {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "backup_unwritable",
                    "a backup cannot be written to " + file + ": name a new file in a folder that exists and is yours");
        }
    }

    private void backup(Path file) throws IOException, SQLException {
        Optional<DatabaseAddress> external = external();
        if (external.isPresent()) {
            backup(file, external.get());
            return;
        }
        if (!Files.exists(properties.data().resolve("pg"))) {
            throw new Problem(
                    Problem.Kind.NOT_FOUND,
                    "data_missing",
                    properties.data().toAbsolutePath() + " holds no database; name its folder with --data");
        }
        Optional<DatabaseAddress> running = EmbeddedPostgres.running(properties.data(), binaries());
        if (running.isPresent()) {
            backup(file, running.get());
            return;
        }
        try (DataFolder folder = DataFolder.hold(properties.data());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.path(), binaries(), Map.of())) {
            backup(file, postgres.address());
        }
    }

    private void backup(Path file, DatabaseAddress address) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password())) {
            BackupManifest manifest = new Backup(properties.data(), clock).write(connection, file);
            System.out.printf(
                    "Backup written: %s (%d rows in %d tables, %d keys, %.1f MB)%n"
                            + "It holds the keys and personal data: keep it secret. Only you can read it.%n",
                    file,
                    manifest.rows(),
                    manifest.tables().size(),
                    manifest.files().size(),
                    Files.size(file) / 1e6);
        }
    }

    private void restore(Path file) throws IOException, SQLException {
        try (BackupFile backup = BackupFile.open(file)) {
            refuseUsedFolder();
            try (DataFolder folder = DataFolder.hold(properties.data())) {
                Path unfinished = folder.beginRestore();
                try {
                    restore(backup, folder);
                } catch (IOException | SQLException | RuntimeException e) {
                    folder.empty();
                    throw e;
                }
                Files.delete(unfinished);
            }
            System.out.printf(
                    "Restored %d rows of %s into %s.%n"
                            + "Whatever was waiting then is held until you release it: campaigns with resume or start,%n"
                            + "a number's direct messages with POST /api/v1/sessions/ID/release.%n",
                    backup.manifest().rows(), backup.manifest().createdAt(), properties.data());
        }
    }

    private void restore(BackupFile backup, DataFolder folder) throws IOException, SQLException {
        Optional<DatabaseAddress> external = external();
        if (external.isPresent()) {
            restore(backup, folder, external.get());
            return;
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.path(), binaries(), Map.of())) {
            restore(backup, folder, postgres.address());
        }
    }

    private void restore(BackupFile backup, DataFolder folder, DatabaseAddress address)
            throws IOException, SQLException {
        DriverManagerDataSource target = new DriverManagerDataSource(address.url(), address.user(), address.password());
        new Restore(folder.path(), target, clock).read(backup);
    }

    private void refuseUsedFolder() throws IOException {
        if (!Files.isDirectory(properties.data())) {
            return;
        }
        try (Stream<Path> content = Files.list(properties.data())) {
            if (content.anyMatch(path -> !path.endsWith(DataFolder.PID))) {
                throw new Problem(
                        Problem.Kind.CONFLICT,
                        "restore_target_not_empty",
                        properties.data() + " is not empty: restore into a new folder");
            }
        }
    }

    private Optional<DatabaseAddress> external() {
        return properties
                .database()
                .external()
                .map(address -> ExternalDatabase.open(address).address());
    }

    private Path binaries() {
        return properties.database().binariesOr(properties.data());
    }
}
