package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures of the database that pass by themselves from those that stay. */
public final class SqlFailure {

    // Serialization failure, deadlock, lock not available; too many connections; shutdown, crash, starting up.
    private static final Set<String> PASSING =
            Set.of("40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03", "25P03");
    private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "25P03");

    private SqlFailure() {}

    /** Whether the same transaction may succeed when it is tried again. */
    public static boolean passes(Throwable failure) {
        SQLException sql = sql(failure);
        return sql != null
                && (sql instanceof SQLTransientException
                        || connectionLost(sql)
                        || PASSING.contains(String.valueOf(sql.getSQLState())));
    }

    /**
     * Whether the same work may succeed later, after somebody did something about it if need be: as {@link #passes}, and
     * where there is no room for it, in memory or on the disk.
     */
    public static boolean mayPassLater(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof Problem)) {
            cause = cause.getCause();
        }
        boolean unavailable = cause instanceof Problem problem && problem.kind() == Problem.Kind.UNAVAILABLE;
        return unavailable || passes(failure) || outOfResources(failure);
    }

    /** Whether the database has no room, on disk or in memory, or its disk fails: no part of the work would fare better. */
    static boolean outOfResources(Throwable failure) {
        SQLException sql = sql(failure);
        String state = sql == null ? "" : String.valueOf(sql.getSQLState());
        return state.startsWith("53") || state.startsWith("58");
    }

    /** Whether the connection is gone: after a commit nobody knows then whether it took place. */
    public static boolean connectionLost(Throwable failure) {
        SQLException sql = sql(failure);
        if (sql == null) {
            return false;
        }
        String state = String.valueOf(sql.getSQLState());
        return sql instanceof SQLRecoverableException || state.startsWith("08") || LOST.contains(state);
    }

    private static @Nullable SQLException sql(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return (SQLException) cause;
    }
}
