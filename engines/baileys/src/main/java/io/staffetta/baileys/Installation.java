package io.staffetta.baileys;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sidecar where it can run: its source is written into a folder of its version, npm fetches exactly what the lock
 * file names, and the folder gets its name only when that is complete. Done once per version.
 */
final class Installation {

    private static final Logger LOG = System.getLogger(Installation.class.getName());
    private static final Duration ASKING = Duration.ofSeconds(20);
    private static final Duration FETCHING = Duration.ofMinutes(5);
    private static final int OLDEST_NODE = 20;
    private static final Pattern VERSION = Pattern.compile("v(\\d{1,4})\\.[\\w.+-]*");

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

    private final BaileysSettings settings;
    private final Source source;

    Installation(BaileysSettings settings, Source source) {
        this.settings = settings;
        this.source = source;
    }

    /** The folder of the sidecar, made now if it is not there. */
    Path ready() throws UnavailableException {
        Path folder = settings.folder().toAbsolutePath();
        try {
            Files.createDirectories(folder);
            checkNode(folder);
            Path home = folder.resolve(source.fingerprint());
            if (!Files.isDirectory(home)) {
                install(folder, home);
            }
            return home;
        } catch (IOException e) {
            throw UnavailableException.passing(
                    "sidecar_not_installed", "the WhatsApp sidecar cannot be written to " + folder + ": " + e, e);
        }
    }

    /** A folder for files that live as long as one upload; what a killed sidecar left there goes. */
    Path emptiedScratch() throws IOException {
        Path scratch = settings.folder().toAbsolutePath().resolve("scratch");
        delete(scratch);
        return Files.createDirectory(scratch);
    }

    private void checkNode(Path folder) throws UnavailableException {
        Matcher version = VERSION.matcher(run(settings.node(), "node_missing", folder, ASKING, "--version")
                .output()
                .strip());
        if (!version.matches() || Integer.parseInt(version.group(1)) < OLDEST_NODE) {
            throw UnavailableException.lasting(
                    "node_too_old",
                    "the engine baileys needs Node " + OLDEST_NODE + " or newer; " + settings.node() + " is another");
        }
    }

    private void install(Path folder, Path home) throws UnavailableException, IOException {
        LOG.log(Level.INFO, "fetching the WhatsApp sidecar's packages with npm, once for this version");
        Path draft = Files.createTempDirectory(folder, "draft-");
        try {
            source.writeTo(draft);
            Command npm = run(
                    settings.npm(),
                    "npm_missing",
                    draft,
                    FETCHING,
                    "ci",
                    "--omit=dev",
                    "--ignore-scripts",
                    "--loglevel=error");
            if (npm.exitCode() != 0) {
                throw UnavailableException.passing(
                        "sidecar_not_installed",
                        "npm could not fetch the WhatsApp sidecar's packages (is the npm registry reachable?): "
                                + npm.lineWith("npm error"),
                        null);
            }
            moveInto(draft, home);
            removeFormer(folder, home);
        } finally {
            delete(draft);
        }
    }

    private static void moveInto(Path draft, Path home) throws IOException {
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            // Somebody else was as quick; the same files are there.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    /** Other versions; only one process uses a data folder. */
    private static void removeFormer(Path folder, Path home) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path former : all.filter(path -> !path.equals(home))
                    .filter(path ->
                            FINGERPRINT.matcher(path.getFileName().toString()).matches())
                    .toList()) {
                delete(former);
            }
        }
    }

    private static Command run(String command, String missing, Path folder, Duration timeout, String... arguments)
            throws UnavailableException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(arguments));
        try {
            return Command.run(words, folder, timeout);
        } catch (IOException e) {
            throw UnavailableException.lasting(
                    missing,
                    "the engine baileys needs Node " + OLDEST_NODE + " or newer with npm; there is no command "
                            + command + " on this machine");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
