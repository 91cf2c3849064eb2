package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where the embedded PostgreSQL of a data folder lies, and as whom it runs.
 *
 * @param data the product's data folder
 * @param cluster PostgreSQL's own folder: {@code data/pg}, or where that link leads
 */
record PostgresHome(Path data, Path cluster, PostgresBundle bundle, PostgresAccount account) {

    /** For an account that may enter neither the data folder nor the binaries, such as those below {@code /root}. */
    private static final Path ELSEWHERE = Path.of("/var/lib/staffetta");

    static PostgresHome of(Path folder, Path binaries) throws IOException {
        Path data = folder.toRealPath();
        PostgresAccount account = PostgresAccount.choose(owner(data.resolve("pg")));
        PostgresBundle bundle = PostgresBundle.unpack(binaries);
        if (!account.reaches(bundle.home().resolve("bin"))) {
            bundle = PostgresBundle.unpack(ELSEWHERE);
        }
        return new PostgresHome(data, cluster(data, account), bundle, account);
    }

    private static int owner(Path cluster) throws IOException {
        if (!Files.exists(cluster)
                || !cluster.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 0;
        }
        return (Integer) Files.getAttribute(cluster, "unix:uid");
    }

    private static Path cluster(Path data, PostgresAccount account) throws IOException {
        Path inside = data.resolve("pg");
        if (Files.isSymbolicLink(inside)) {
            return data.resolve(Files.readSymbolicLink(inside));
        }
        if (Files.exists(inside, LinkOption.NOFOLLOW_LINKS) || account.reaches(data)) {
            return inside;
        }
        Path outside = ELSEWHERE.resolve(UUID.randomUUID().toString());
        Files.createDirectories(outside);
        Files.createSymbolicLink(inside, outside.resolve("pg"));
        return outside.resolve("pg");
    }

    Path log() {
        return cluster.resolveSibling("pg.log");
    }

    /** The port of the last start, so that tools which remember it go on working. */
    Path portFile() {
        return data.resolve("pg.port");
    }

    Path passwordFile() {
        return data.resolve("pg.password");
    }

    String password() throws IOException {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (NoSuchFileException e) {
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "database_password_missing",
                    passwordFile() + " is missing: put it back, or restore a backup into an empty folder");
        }
    }

    DatabaseAddress address(int port, String user, String database) throws IOException {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, password());
    }
}
