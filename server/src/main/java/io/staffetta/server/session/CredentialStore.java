package io.staffetta.server.session;

import io.staffetta.core.engine.Credentials;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sealed credentials in the database; {@link StateJournal} writes them. */
final class CredentialStore {

    private final JdbcClient jdbc;
    private final Vault vault;

    CredentialStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
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

    /** The credentials of a session, if it was linked before. */
    Optional<Credentials> load(Session session) throws ShutException {
        return unseal(
                session,
                Optional.ofNullable(sealed(java.util.List.of(session.pk())).get(session.pk())));
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
