package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Credentials;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import io.staffetta.server.storage.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

    private static final Credentials SECRET = new Credentials("noise-key".getBytes(StandardCharsets.US_ASCII));
    private static final Holder HOLDER = new Holder(7, 42);

    @TempDir
    private Path folder;

    private final Vault vault = vault(1, "here");

    @Test
    void whatIsSealedOpensAgain() throws ShutException {
        assertThat(vault.open(HOLDER, vault.seal(HOLDER, SECRET))).isEqualTo(SECRET);
    }

    @Test
    void theSameCredentialsNeverLookTheSame() {
        Sealed first = vault.seal(HOLDER, SECRET);
        Sealed second = vault.seal(HOLDER, SECRET);
        assertThat(first.nonce()).isNotEqualTo(second.nonce());
        assertThat(first.box()).isNotEqualTo(second.box());
    }

    @Test
    void anyChangedBitKeepsTheBoxShut() {
        Sealed sealed = vault.seal(HOLDER, SECRET);
        for (int bit = 0; bit < sealed.box().length * 8; bit++) {
            byte[] changed = sealed.box().clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertShut(vault, HOLDER, new Sealed(sealed.nonce(), changed));
        }
        byte[] nonce = sealed.nonce().clone();
        nonce[0] ^= 1;
        assertShut(vault, HOLDER, new Sealed(nonce, sealed.box()));
    }

    @Test
    void aBoxOpensForItsSessionItsOwnerItsInstallationAndItsKeyOnly() {
        Sealed sealed = vault.seal(HOLDER, SECRET);
        assertShut(vault, new Holder(7, 43), sealed);
        assertShut(vault, new Holder(8, 42), sealed);
        assertShut(vault(1, "elsewhere"), HOLDER, sealed);
        assertShut(vault(2, "here"), HOLDER, sealed);
    }

    @Test
    void aKeyIsMadeAtTheFirstStartForItsOwnerOnlyAndUsedAgain() throws IOException, ShutException {
        try (TestDatabase database = TestDatabase.create()) {
            Sealed sealed = opener(database, "").open().seal(HOLDER, SECRET);
            Path file = folder.resolve("keys/vault.key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))))
                    .isEqualTo("rwx------");
            assertThat(opener(database, "").open().open(HOLDER, sealed)).isEqualTo(SECRET);
            assertThat(opener(database, Files.readString(file)).open().open(HOLDER, sealed))
                    .isEqualTo(SECRET);
        }
    }

    @Test
    void aWrongOrMissingKeyStopsTheStartAndOverwritesNothing() throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            opener(database, "").open();
            String before = settings(database);
            String wrong = Base64.getEncoder().encodeToString(new byte[32]);
            assertUnusable(opener(database, wrong), "is not the one");
            assertUnusable(opener(database, "c2hvcnQ="), "5 bytes instead of 32");
            Path file = folder.resolve("keys/vault.key");
            Files.delete(file);
            assertUnusable(opener(database, ""), "is missing");
            assertThat(file).doesNotExist();
            assertThat(settings(database)).isEqualTo(before);
        }
    }

    private VaultOpener opener(TestDatabase database, String given) {
        return new VaultOpener(
                database.jdbc(), new VaultKey(given, "", folder.resolve("keys/vault.key")), new SecureRandom());
    }

    private static String settings(TestDatabase database) {
        return database.jdbc()
                .sql("select string_agg(name || value, ',' order by name) from setting")
                .query(String.class)
                .single();
    }

    private static void assertUnusable(VaultOpener opener, String reason) {
        assertThatThrownBy(opener::open)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("vault_key_unusable"))
                .hasMessageContaining(reason);
    }

    private static void assertShut(Vault vault, Holder holder, Sealed sealed) {
        assertThatThrownBy(() -> vault.open(holder, sealed)).isInstanceOf(ShutException.class);
    }

    private static Vault vault(int key, String installation) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new Vault(new SecretKeySpec(bytes, "AES"), installation, new SecureRandom());
    }
}
