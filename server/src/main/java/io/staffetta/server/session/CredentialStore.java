package io.staffetta.server.session;

import io.staffetta.core.engine.Credentials;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sealed credentials in the database; {@link StateJournal} writes them. */
final class CredentialStore {

    private final JdbcClient jdbc;
    private final Vault vault;
    private final SecondStore second;

    CredentialStore(JdbcClient jdbc, Vault vault, SecondStore second) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.second = second;
    }

    /** What is stored of these sessions, still sealed, by their keys. */
    Map<Long, Sealed> sealed(Collection<Long> sessionPks) {
        return jdbc
                .sql("select session_pk, nonce, ciphertext from session_credential where session_pk = any(?)")
                .param(sessionPks.toArray(Long[]::new))
                .query((row, n) -> Map.entry(row.getLong(1), new Sealed(row.getBytes(2), row.getBytes(3))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The credentials of a session, if it was linked before; where they are missing, those that are stored elsewhere. */
    Optional<Credentials> load(Session session) throws ShutException {
        Optional<Sealed> here =
                Optional.ofNullable(sealed(List.of(session.pk())).get(session.pk()));
        return unseal(session, here.or(() -> fetched(session)));
    }

    private Optional<Sealed> fetched(Session session) {
        Optional<Sealed> elsewhere = second.credentials(session);
        elsewhere.ifPresent(found -> jdbc.sql("""
                insert into session_credential (session_pk, nonce, ciphertext, updated_at) values (?, ?, ?, ?)
                on conflict (session_pk) do nothing
                """)
                .params(session.pk(), found.nonce(), found.box(), SessionStore.utc(session.updatedAt()))
                .update());
        return elsewhere;
    }

    Optional<Credentials> unseal(Session session, Optional<Sealed> sealed) throws ShutException {
        return sealed.isPresent() ? Optional.of(vault.open(holder(session), sealed.get())) : Optional.empty();
    }

    Sealed seal(Session session, Credentials credentials) {
        return vault.seal(holder(session), credentials);
    }

    private static Holder holder(Session session) {
        return new Holder(session.ownerId(), session.pk());
    }
}
