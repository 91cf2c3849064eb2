package io.staffetta.server.session;

import io.staffetta.core.engine.Connection;
import io.staffetta.server.session.SecondStore.Original;
import io.staffetta.server.session.SecondStore.Originals;
import io.staffetta.server.session.Vault.Sealed;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads sessions for a second store out of the database, and when they were last heard of out of memory. */
final class OriginalRows implements Originals {

    private final SessionStore store;
    private final CredentialStore credentials;
    private final Supervisor supervisor;

    OriginalRows(SessionStore store, CredentialStore credentials, Supervisor supervisor) {
        this.store = store;
        this.credentials = credentials;
        this.supervisor = supervisor;
    }

    @Override
    public Set<Long> owned() {
        return supervisor.all().stream().map(LiveSession::pk).collect(Collectors.toSet());
    }

    @Override
    public Map<Long, Original> read(Collection<Long> sessionPks) {
        Map<Long, Sealed> sealed = credentials.sealed(sessionPks);
        Map<Long, Original> originals = new HashMap<>();
        for (Session session : store.all(sessionPks)) {
            originals.put(session.pk(), new Original(session, lastSeen(session), sealed.get(session.pk())));
        }
        return originals;
    }

    private Instant lastSeen(Session session) {
        return supervisor
                .find(session.pk())
                .filter(live -> live.state().up())
                .map(live -> live.connection)
                .map(Connection::lastProofOfLife)
                .orElse(session.condition().since());
    }
}
