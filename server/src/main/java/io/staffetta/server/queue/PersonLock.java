package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * The lock of one person, as one owner knows them. A mark of sending shares it, an opt-out takes it whole: after the
 * opt-out is committed, nothing to that person can be marked as sending. Held until the transaction ends.
 */
public final class PersonLock {

    private static final String SHARE =
            "select count(pg_advisory_xact_lock_shared(k)) from (select k from unnest(?::bigint[]) as k) p";
    private static final String TAKE =
            "select count(pg_advisory_xact_lock(k)) from (select k from unnest(?::bigint[]) as k) p";

    private PersonLock() {}

    /** Takes the lock of one person for this transaction. */
    public static void take(Connection connection, long ownerId, long phone) throws SQLException {
        lock(connection, TAKE, List.of(key(ownerId, phone)));
    }

    /** Takes the locks of several people for this transaction, always in the same order. */
    public static void take(Connection connection, long ownerId, Collection<Long> phones) throws SQLException {
        lock(
                connection,
                TAKE,
                phones.stream()
                        .map(phone -> key(ownerId, phone))
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** Shares the locks of these people, given by {@link #key}; always in the same order. */
    static void share(Connection connection, Collection<Long> keys) throws SQLException {
        lock(connection, SHARE, keys.stream().distinct().sorted().toList());
    }

    static long key(long ownerId, long phone) {
        long mixed = (ownerId * 0x9E3779B97F4A7C15L) ^ phone;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static void lock(Connection connection, String sql, List<Long> keys) throws SQLException {
        Rows.query(connection, sql, row -> row.getLong(1), Rows.column(connection, "bigint", keys, k -> k));
    }
}
