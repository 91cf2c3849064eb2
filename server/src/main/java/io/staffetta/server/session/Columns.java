package io.staffetta.server.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds a list to a statement that unnests it: one array parameter for each column. */
final class Columns<T> {

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<? extends T> rows;
    private int bound;

    Columns(Connection connection, PreparedStatement statement, List<? extends T> rows) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    /** Binds the next parameter to this column of all rows. */
    Columns<T> add(String type, Function<T, @Nullable Object> value) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        bound++;
        statement.setArray(bound, connection.createArrayOf(type, values));
        return this;
    }
}
