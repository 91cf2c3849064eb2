package io.staffetta.server.access;

import io.staffetta.core.Problem;
import io.staffetta.server.storage.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The token that allows the set-up. It lies in a file that only the operator can read, for a quarter of an hour; whoever
 * brings an expired one finds a new one in the file. Thread-safe.
 */
@Component
class SetupToken {

    static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Path file;
    private final Secrets secrets;
    private final Clock clock;
    private byte[] hash = {};
    private Instant expiresAt = Instant.MIN;

    SetupToken(DataFolder folder, Secrets secrets, Clock clock) {
        this.file = folder.path().resolve("setup-token");
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Puts a new token into the file; the one before is worth nothing any more. */
    synchronized void renew() {
        String token = secrets.next();
        try {
            write(token);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        hash = Secrets.hash(token);
        expiresAt = clock.instant().plus(LIFETIME);
    }

    /** Lets the right token pass, and nothing else. */
    synchronized void check(String token) {
        if (!Secrets.same(hash, Secrets.hash(token))) {
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED,
                    "setup_token_invalid",
                    "That is not the set-up token; it lies in the file setup-token of the data folder");
        }
        if (!expiresAt.isAfter(clock.instant())) {
            renew();
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED,
                    "setup_token_expired",
                    "The set-up token has expired; the file setup-token of the data folder holds a new one",
                    Map.of("validMinutes", LIFETIME.toMinutes()));
        }
    }

    /** The set-up is done: no token and no file any more. */
    synchronized void discard() {
        hash = new byte[0];
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file, e);
        }
    }

    private void write(String token) throws IOException {
        Path unfinished = file.resolveSibling("setup-token.new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, token + "\n", StandardOpenOption.WRITE);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
