package io.staffetta.server.session;

import io.staffetta.server.session.JournalEntry.KeepKeys;
import io.staffetta.server.session.JournalEntry.KeyChange;
import io.staffetta.server.session.Vault.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/** The rows with the keys of linked devices: one statement for the changes of many sessions. */
final class KeyRows {

    private static final String KEEP = """
            insert into session_key as k (session_pk, label, nonce, ciphertext)
            select pk, decode(label, 'hex'), decode(nonce, 'hex'), decode(box, 'hex')
            from unnest(?, ?, ?, ?) as v (pk, label, nonce, box)
            on conflict (session_pk, label) do update set nonce = excluded.nonce, ciphertext = excluded.ciphertext
            """;
    private static final String DROP = """
            delete from session_key k
            using unnest(?, ?) as v (pk, label)
            where k.session_pk = v.pk and k.label = decode(v.label, 'hex')
            """;
    private static final String FORGET = "delete from session_key where session_pk = any(?)";

    private final Connection connection;

    KeyRows(Connection connection) {
        this.connection = connection;
    }

    void keep(List<KeepKeys> entries) throws SQLException {
        List<KeyChange> changes =
                entries.stream().flatMap(entry -> entry.changes().stream()).toList();
        insert(changes.stream().filter(change -> change.sealed() != null).toList());
        delete(changes.stream().filter(change -> change.sealed() == null).toList());
    }

    private void insert(List<KeyChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            new Columns<>(connection, insert, changes)
                    .add("bigint", KeyChange::sessionPk)
                    .add("text", change -> change.label().hex())
                    .add("text", change -> hex(boxOf(change).nonce()))
                    .add("text", change -> hex(boxOf(change).box()));
            insert.executeUpdate();
        }
    }

    private void delete(List<KeyChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(DROP)) {
            new Columns<>(connection, delete, changes)
                    .add("bigint", KeyChange::sessionPk)
                    .add("text", change -> change.label().hex());
            delete.executeUpdate();
        }
    }

    void forget(List<JournalEntry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            new Columns<>(connection, delete, entries)
                    .add("bigint", entry -> entry.of().sessionPk());
            delete.executeUpdate();
        }
    }

    private static Sealed boxOf(KeyChange change) {
        Sealed sealed = change.sealed();
        if (sealed == null) {
            throw new IllegalStateException("a key that goes has no box");
        }
        return sealed;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
