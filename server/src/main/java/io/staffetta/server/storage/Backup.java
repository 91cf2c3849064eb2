package io.staffetta.server.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes everything that must outlive the machine into one file: the rows of all tables as of one moment, and the keys.
 * The product may run meanwhile. The file is a zip; it appears under its name when it is complete.
 */
final class Backup {

    private final Path data;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.shared();

    Backup(Path data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    BackupManifest write(Connection connection, Path file) throws IOException, SQLException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            BackupManifest manifest;
            try (OutputStream out =
                            Files.newOutputStream(unfinished, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 20))) {
                zip.setLevel(Deflater.BEST_SPEED);
                manifest = write(connection, zip);
                zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
                zip.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
                zip.closeEntry();
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.sync(Folders.parent(file));
            return manifest;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private BackupManifest write(Connection connection, ZipOutputStream zip) throws IOException, SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Catalog catalog = new Catalog(connection);
        String schema = catalog.schema().stream().findFirst().orElse("0");
        List<BackupManifest.Table> tables = new ArrayList<>();
        for (String table : catalog.saved()) {
            tables.add(copy(connection, zip, table, catalog.columns(table)));
        }
        List<BackupManifest.KeyFile> files = keys(zip);
        // Sequences stand outside of transactions: asked for last, they are ahead of every row above.
        BackupManifest manifest =
                new BackupManifest(BackupManifest.FORMAT, clock.instant(), schema, tables, catalog.sequences(), files);
        connection.rollback();
        return manifest;
    }

    private static BackupManifest.Table copy(
            Connection connection, ZipOutputStream zip, String table, List<String> columns)
            throws IOException, SQLException {
        BackupManifest.Table described = new BackupManifest.Table(table, columns, 0, "");
        zip.putNextEntry(new ZipEntry(described.entry()));
        Digesting out = new Digesting(zip);
        String list = columns.stream().map(column -> '"' + column + '"').collect(Collectors.joining(", "));
        long rows = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (select " + list + " from \"" + table + "\") to stdout", out);
        zip.closeEntry();
        return new BackupManifest.Table(table, columns, rows, out.sha256());
    }

    private List<BackupManifest.KeyFile> keys(ZipOutputStream zip) throws IOException {
        Path folder = data.resolve("keys");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<BackupManifest.KeyFile> files = new ArrayList<>();
        for (Path path : paths) {
            String name = data.relativize(path).toString();
            zip.putNextEntry(new ZipEntry("files/" + name));
            Digesting out = new Digesting(zip);
            Files.copy(path, out);
            zip.closeEntry();
            files.add(new BackupManifest.KeyFile(name, out.sha256()));
        }
        return files;
    }

    /** The SHA-256 of all that this stream holds, in hexadecimal. */
    static String sha256(InputStream in) throws IOException {
        Digesting out = new Digesting(OutputStream.nullOutputStream());
        in.transferTo(out);
        return out.sha256();
    }

    /** Passes on what is written, and digests it. */
    private static final class Digesting extends OutputStream {

        private final OutputStream target;
        private final MessageDigest digest;

        Digesting(OutputStream target) {
            this.target = target;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            digest.update((byte) b);
            target.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            target.write(bytes, offset, length);
        }

        String sha256() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
