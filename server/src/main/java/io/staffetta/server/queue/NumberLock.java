package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * The lock of one phone number: whoever writes into its window of sends takes it, so that all sessions, processes and
 * nodes that send from the number look at its limits one after the other. Taken last of all locks, always in the same
 * order, and held until the transaction ends.
 */
public final class NumberLock {

    /** Keeps these locks apart from all others. */
    private static final int FAMILY = 0x4e554d42;

    private static final String TAKE =
            "select count(pg_advisory_xact_lock(%d, k)) from (select k from unnest(?::int[]) as k) p".formatted(FAMILY);

    private NumberLock() {}

    /** Takes the locks of these numbers: phones, or minus the session where the number is unknown. */
    public static void take(Connection connection, Collection<Long> numberKeys) throws SQLException {
        List<Integer> keys = numberKeys.stream()
                .map(key -> Long.hashCode(key))
                .distinct()
                .sorted()
                .toList();
        Rows.query(connection, TAKE, row -> row.getLong(1), Rows.column(connection, "int", keys, key -> key));
    }
}
