package io.staffetta.server.access;

import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The key that signs access tokens: made by whichever node needs it first, and shared by all through the database. */
@Component
class SigningKey {

    private static final String SETTING = "access_token_key";
    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private volatile @Nullable SecretKey key;

    SigningKey(JdbcClient jdbc, Secrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    SecretKey get() {
        SecretKey known = key;
        if (known != null) {
            return known;
        }
        SecretKey found = find().orElseGet(this::make);
        key = found;
        return found;
    }

    private Optional<SecretKey> find() {
        return jdbc.sql("select value from setting where name = ?")
                .param(SETTING)
                .query(String.class)
                .optional()
                .map(value -> new SecretKeySpec(Base64.getDecoder().decode(value), "HmacSHA256"));
    }

    private SecretKey make() {
        jdbc.sql("insert into setting (name, value) values (?, ?) on conflict (name) do nothing")
                .param(SETTING)
                .param(Base64.getEncoder().encodeToString(secrets.bytes(BYTES)))
                .update();
        return find().orElseThrow();
    }
}
