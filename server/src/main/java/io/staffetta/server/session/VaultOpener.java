package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Credentials;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opens the vault at start, and proves the key before anything is sealed with it: the database keeps a box with a known
 * content, so that a wrong or a missing key is an error at once and overwrites nothing.
 */
final class VaultOpener {

    private static final String INSTALLATION = "installation";
    private static final String CHECK = "vault_check";
    private static final Holder NOBODY = new Holder(0, 0);
    private static final Credentials KNOWN = new Credentials("staffetta".getBytes(StandardCharsets.US_ASCII));

    private final JdbcClient jdbc;
    private final VaultKey key;
    private final SecureRandom random;

    VaultOpener(JdbcClient jdbc, VaultKey key, SecureRandom random) {
        this.jdbc = jdbc;
        this.key = key;
        this.random = random;
    }

    /**
     * The vault of this installation.
     *
     * @throws Problem {@code vault_key_unusable}, with what to do
     */
    Vault open() {
        String installation = keep(INSTALLATION, UUID.randomUUID().toString());
        boolean first = setting(CHECK).isEmpty();
        if (!first && !key.exists()) {
            throw VaultKey.unusable("The vault's key " + key.kept()
                    + " is missing, and the database holds credentials sealed with it. Put the file back, or give the"
                    + " key in STAFFETTA_VAULT_KEY.");
        }
        Vault vault = new Vault(key.exists() ? key.read() : key.make(random), installation, random);
        String check = first
                ? keep(CHECK, encode(vault.seal(NOBODY, KNOWN)))
                : setting(CHECK).orElseThrow();
        if (!fits(vault, check)) {
            throw VaultKey.unusable("The vault's key (" + key + ") is not the one that the credentials in the database"
                    + " are sealed with. Give the right one in STAFFETTA_VAULT_KEY or staffetta.vault.key-file.");
        }
        return vault;
    }

    private static boolean fits(Vault vault, String check) {
        try {
            return vault.open(NOBODY, decode(check)).equals(KNOWN);
        } catch (ShutException e) {
            return false;
        }
    }

    private String keep(String name, String value) {
        jdbc.sql("insert into setting (name, value) values (?, ?) on conflict (name) do nothing")
                .params(name, value)
                .update();
        return setting(name).orElseThrow();
    }

    private Optional<String> setting(String name) {
        return jdbc.sql("select value from setting where name = ?")
                .param(name)
                .query(String.class)
                .optional();
    }

    private static String encode(Sealed sealed) {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(sealed.nonce()) + ' ' + base64.encodeToString(sealed.box());
    }

    private static Sealed decode(String text) {
        int space = text.indexOf(' ');
        Base64.Decoder base64 = Base64.getDecoder();
        return new Sealed(base64.decode(text.substring(0, space)), base64.decode(text.substring(space + 1)));
    }
}
