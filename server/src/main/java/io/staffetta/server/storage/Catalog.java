package io.staffetta.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tables and sequences a database has, as far as a backup cares. */
final class Catalog {

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * The tables whose rows belong into a backup. Without the keys of linked devices: older than what the other side has
     * seen, they do harm, and without them they are made anew.
     */
    List<String> saved() throws SQLException {
        return tables().stream().filter(name -> !name.equals("session_key")).toList();
    }

    /** All tables with rows of ours; each after those that it refers to. */
    List<String> tables() throws SQLException {
        Set<String> names = new LinkedHashSet<>(strings("""
                select relname from pg_class
                where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
                    and relname <> 'flyway_schema_history'
                order by relname
                """));
        Map<String, Set<String>> needs = references();
        Set<String> ordered = new LinkedHashSet<>();
        while (!names.isEmpty()) {
            List<String> next = names.stream()
                    .filter(name -> ordered.containsAll(needs.getOrDefault(name, Set.of())))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle: " + names);
            }
            ordered.addAll(next);
            names.removeAll(next);
        }
        return List.copyOf(ordered);
    }

    /** The columns that are stored and mean something in another database: transaction numbers do not. */
    List<String> columns(String table) throws SQLException {
        return strings("""
                select attname from pg_attribute
                where attrelid = ?::regclass and attnum > 0 and not attisdropped and attgenerated = ''
                    and atttypid <> 'xid8'::regtype
                order by attnum
                """, table);
    }

    /** The last value of every sequence that has given one. */
    Map<String, Long> sequences() throws SQLException {
        Map<String, Long> values = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                        select sequencename, last_value from pg_sequences
                        where schemaname = current_schema() and last_value is not null
                        order by sequencename
                        """);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getLong(2));
            }
        }
        return values;
    }

    /** The version of the schema; empty for a database that has none. */
    List<String> schema() throws SQLException {
        if (strings(
                        "select to_regclass('flyway_schema_history')::text where to_regclass('flyway_schema_history') is not null")
                .isEmpty()) {
            return List.of();
        }
        return strings("""
                select version from flyway_schema_history
                where success and version is not null
                order by installed_rank desc limit 1
                """);
    }

    private Map<String, Set<String>> references() throws SQLException {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                        select t.relname, r.relname
                        from pg_constraint c
                            join pg_class t on t.oid = c.conrelid
                            join pg_class r on r.oid = c.confrelid
                        where c.contype = 'f' and t.oid <> r.oid and not t.relispartition and not r.relispartition
                            and t.relnamespace = current_schema()::regnamespace
                        """);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                needs.computeIfAbsent(rows.getString(1), _ -> new LinkedHashSet<>())
                        .add(rows.getString(2));
            }
        }
        return needs;
    }

    private List<String> strings(String sql, String... parameters) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}
