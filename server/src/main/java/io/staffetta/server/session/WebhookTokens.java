package io.staffetta.server.session;

import io.staffetta.core.engine.Credentials;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The secret ends of the addresses that sessions' engines are called at: looked up by their hash, sealed so that their
 * owners can be shown them.
 */
final class WebhookTokens {

    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final SecureRandom random = new SecureRandom();

    WebhookTokens(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** The session that this token opens. */
    Optional<Long> session(String token) {
        return jdbc.sql("select session_pk from webhook_token where token_hash = ?")
                .param(hash(token))
                .query(Long.class)
                .optional();
    }

    /** The token of a session; made if it has none. */
    String of(Session session, Instant now) throws ShutException {
        Optional<Sealed> known = sealed(session);
        if (known.isEmpty()) {
            write(session, "on conflict (session_pk) do nothing", now);
            known = sealed(session);
        }
        Sealed sealed = known.orElseThrow(Sessions::notFound);
        return open(session, sealed);
    }

    private String open(Session session, Sealed sealed) throws ShutException {
        return new String(vault.open(holder(session), sealed).bytes(), StandardCharsets.US_ASCII);
    }

    /** The tokens of those of these sessions that have one, by their keys. */
    Map<Long, String> of(List<Session> sessions) throws ShutException {
        Map<Long, Session> wanted = sessions.stream().collect(Collectors.toMap(Session::pk, session -> session));
        Map<Long, Sealed> sealed = new HashMap<>();
        jdbc.sql("select session_pk, nonce, ciphertext from webhook_token where session_pk = any(?)")
                .param(wanted.keySet().toArray(Long[]::new))
                .query(row -> {
                    sealed.put(row.getLong(1), new Sealed(row.getBytes(2), row.getBytes(3)));
                });
        Map<Long, String> tokens = new HashMap<>();
        for (Map.Entry<Long, Sealed> each : sealed.entrySet()) {
            tokens.put(each.getKey(), open(Objects.requireNonNull(wanted.get(each.getKey())), each.getValue()));
        }
        return tokens;
    }

    /** Gives the session another token: the one before opens nothing any more. */
    void renew(Session session, Instant now) {
        write(session, """
                on conflict (session_pk) do update set token_hash = excluded.token_hash, nonce = excluded.nonce,
                    ciphertext = excluded.ciphertext, created_at = excluded.created_at
                """, now);
    }

    private void write(Session session, String onConflict, Instant now) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Sealed sealed = vault.seal(holder(session), new Credentials(token.getBytes(StandardCharsets.US_ASCII)));
        jdbc.sql("insert into webhook_token (session_pk, token_hash, nonce, ciphertext, created_at)"
                        + " values (?, ?, ?, ?, ?) " + onConflict)
                .params(session.pk(), hash(token), sealed.nonce(), sealed.box(), SessionStore.utc(now))
                .update();
    }

    private Optional<Sealed> sealed(Session session) {
        return jdbc.sql("select nonce, ciphertext from webhook_token where session_pk = ?")
                .param(session.pk())
                .query((row, n) -> new Sealed(row.getBytes(1), row.getBytes(2)))
                .optional();
    }

    private static Holder holder(Session session) {
        return new Holder(session.ownerId(), session.pk(), "webhook");
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
