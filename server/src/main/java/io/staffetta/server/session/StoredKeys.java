package io.staffetta.server.session;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.KeyStore;
import io.staffetta.server.session.JournalEntry.KeyChange;
import io.staffetta.server.session.JournalEntry.KeyLabel;
import io.staffetta.server.session.JournalEntry.Owned;
import io.staffetta.server.session.Vault.Holder;
import io.staffetta.server.session.Vault.Sealed;
import io.staffetta.server.session.Vault.ShutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys of one session in the database, as long as this node owns it: each sealed by itself, bound to session and name,
 * and found by a label that tells nothing of the name.
 */
final class StoredKeys implements KeyStore {

    private final Shelf shelf;
    private final Owned owned;

    /**
     * What the keys of all sessions lie on.
     *
     * @param writer fences what a former owner writes
     */
    record Shelf(JdbcClient jdbc, Vault vault, StateWriter writer) {}

    StoredKeys(Shelf shelf, Owned owned) {
        this.shelf = shelf;
        this.owned = owned;
    }

    @Override
    public Map<String, Credentials> load(Set<String> names) {
        Map<String, String> byLabel = new HashMap<>();
        names.forEach(name -> byLabel.put(label(name).hex(), name));
        try {
            Map<String, Credentials> found = new HashMap<>();
            boxes(byLabel.keySet()).forEach((label, box) -> {
                String name = byLabel.getOrDefault(label, "");
                found.put(name, open(name, box));
            });
            return found;
        } catch (DataAccessException e) {
            throw new IllegalStateException("keys cannot be read", e);
        }
    }

    private Map<String, Sealed> boxes(Set<String> labels) {
        Map<String, Sealed> found = new HashMap<>();
        shelf.jdbc()
                .sql("""
                        select encode(label, 'hex'), nonce, ciphertext from session_key
                        where session_pk = ? and label = any(array(select decode(hex, 'hex') from unnest(?) as v (hex)))
                        """)
                .params(owned.sessionPk(), labels.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString(1), new Sealed(row.getBytes(2), row.getBytes(3)));
                });
        return found;
    }

    @Override
    public void keep(Map<String, Optional<Credentials>> changes) {
        List<KeyChange> sealed = new ArrayList<>(changes.size());
        changes.forEach((name, value) -> sealed.add(new KeyChange(
                owned.sessionPk(),
                label(name),
                value.map(secret -> shelf.vault().seal(holder(name), secret)).orElse(null))));
        done(written -> written.keepKeys(owned, sealed));
    }

    @Override
    public void clear() {
        done(written -> written.forgetKeys(owned));
    }

    private void done(Predicate<StateWriter> write) {
        try {
            if (!write.test(shelf.writer())) {
                throw new IllegalStateException("session " + owned.sessionPk() + " is not ours any more");
            }
        } catch (DataAccessException e) {
            throw new IllegalStateException("keys cannot be kept", e);
        }
    }

    private Credentials open(String name, Sealed sealed) {
        try {
            return shelf.vault().open(holder(name), sealed);
        } catch (ShutException e) {
            throw new IllegalStateException("a key of session " + owned.sessionPk() + " is unreadable", e);
        }
    }

    private KeyLabel label(String name) {
        return new KeyLabel(HexFormat.of().formatHex(shelf.vault().label(holder(name))));
    }

    private Holder holder(String name) {
        return new Holder(owned.ownerId(), owned.sessionPk(), "key/" + name);
    }
}
