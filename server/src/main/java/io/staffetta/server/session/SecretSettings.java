package io.staffetta.server.session;

import io.staffetta.core.engine.Credentials;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The secret settings of sessions, sealed: all of a session's in one box, only their names readable. */
final class SecretSettings {

    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Vault vault;
    private final JsonMapper json;

    SecretSettings(JdbcClient jdbc, Vault vault, JsonMapper json) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.json = json;
    }

    /** Those of a session, by their names. */
    Map<String, String> load(Session session) throws ShutException {
        if (session.engine().secrets().isEmpty()) {
            return Map.of();
        }
        Optional<Sealed> sealed = jdbc.sql("select nonce, ciphertext from session_secret where session_pk = ?")
                .param(session.pk())
                .query((row, n) -> new Sealed(row.getBytes(1), row.getBytes(2)))
                .optional();
        return sealed.isEmpty()
                ? Map.of()
                : json.readValue(
                        vault.open(holder(session.ownerId(), session.pk()), sealed.get())
                                .bytes(),
                        SETTINGS);
    }

    /** Keeps exactly these, in the transaction of whoever writes the session. */
    void keep(long ownerId, long sessionPk, Map<String, String> secrets, Instant now) {
        if (secrets.isEmpty()) {
            jdbc.sql("delete from session_secret where session_pk = ?")
                    .param(sessionPk)
                    .update();
            return;
        }
        Sealed sealed = vault.seal(holder(ownerId, sessionPk), new Credentials(json.writeValueAsBytes(secrets)));
        jdbc.sql("""
                insert into session_secret (session_pk, names, nonce, ciphertext, updated_at) values (?, ?, ?, ?, ?)
                on conflict (session_pk) do update set names = excluded.names, nonce = excluded.nonce,
                    ciphertext = excluded.ciphertext, updated_at = excluded.updated_at
                """)
                .params(
                        sessionPk,
                        secrets.keySet().stream().sorted().toArray(String[]::new),
                        sealed.nonce(),
                        sealed.box(),
                        SessionStore.utc(now))
                .update();
    }

    private static Holder holder(long ownerId, long sessionPk) {
        return new Holder(ownerId, sessionPk, "settings");
    }
}
