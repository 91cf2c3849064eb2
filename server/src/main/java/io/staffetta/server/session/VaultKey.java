package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the vault's key comes from: given in the environment, in a file the user names, or kept in the data folder,
 * where it is made at the first start.
 *
 * @param given the key itself, base64; empty if not given
 * @param file the file the user names; empty if none
 * @param kept the file in the data folder
 */
record VaultKey(String given, String file, Path kept) {

    private static final int BYTES = 32;

    /** Whether there is a key already; if not, {@link #make} may make the one in the data folder. */
    boolean exists() {
        return !given.isBlank() || !file.isBlank() || Files.exists(kept);
    }

    /** The key. */
    SecretKey read() {
        if (!given.isBlank()) {
            return decode(given, "STAFFETTA_VAULT_KEY");
        }
        Path source = file.isBlank() ? kept : Path.of(file);
        try {
            return decode(Files.readString(source), source.toString());
        } catch (IOException e) {
            throw unusable("The vault's key " + source + " cannot be read: " + e.getMessage());
        }
    }

    /** Makes a key in the data folder, readable by its owner only, and returns it once it is safely on disk. */
    SecretKey make(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        Path folder = kept.toAbsolutePath().getParent();
        Path fresh = kept.resolveSibling("vault.key.new");
        try {
            Files.createDirectories(folder, only("rwx------"));
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), only("rw-------"))) {
                channel.write(java.nio.ByteBuffer.wrap(
                        Base64.getEncoder().encodeToString(key).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw unusable("The vault's key cannot be written to " + kept + ": " + e.getMessage());
        }
        return new SecretKeySpec(key, "AES");
    }

    private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static SecretKey decode(String text, String source) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw unusable("The vault's key in " + source + " is not base64.");
        }
        if (key.length != BYTES) {
            throw unusable("The vault's key in " + source + " has " + key.length + " bytes instead of " + BYTES + ".");
        }
        return new SecretKeySpec(key, "AES");
    }

    static Problem unusable(String message) {
        return new Problem(Kind.UNAVAILABLE, "vault_key_unusable", message);
    }

    /** Does not show the key. */
    @Override
    public String toString() {
        return "VaultKey[" + (given.isBlank() ? file.isBlank() ? kept.toString() : file : "given") + "]";
    }
}
