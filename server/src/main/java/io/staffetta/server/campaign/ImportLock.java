package io.staffetta.server.campaign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The sign of life of an import: a lock of its connection, which PostgreSQL releases when that connection is gone, be it
 * because the process died. Whoever gets the lock of an import that is still loading may clear it away.
 */
final class ImportLock {

    /** Keeps our keys apart from those of other users of such locks. */
    private static final long SPACE = 0x696d706f72740000L;

    private ImportLock() {}

    static boolean acquire(Connection connection, long importId) throws SQLException {
        return call(connection, "select pg_try_advisory_lock(?)", importId);
    }

    static void release(Connection connection, long importId) throws SQLException {
        call(connection, "select pg_advisory_unlock(?)", importId);
    }

    private static boolean call(Connection connection, String sql, long importId) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setLong(1, SPACE ^ importId);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
