package io.staffetta.server.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A fingerprint of every table, to prove that nothing changed. */
public final class DatabaseDigest {

    /** What moves by itself: leases are renewed. */
    private static final Set<String> ALIVE = Set.of("node_lease", "flyway_schema_history");

    private final JdbcClient jdbc;
    private final String sql;

    /** Of all tables there are now. */
    public DatabaseDigest(JdbcClient jdbc) {
        this.jdbc = jdbc;
        List<String> tables = jdbc.sql("""
                select c.relname from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                order by c.relname
                """).query(String.class).list();
        // When a key was last used is noted for requests that are refused, too.
        this.sql = tables.stream()
                .filter(table -> !ALIVE.contains(table))
                .map(table -> """
                        select '%1$s', count(*) || ' ' || coalesce(md5(string_agg(r, '|' order by r)), '')
                        from (select (to_jsonb(t) - 'last_used_at')::text as r from %1$s t) x
                        """.formatted(table))
                .collect(Collectors.joining(" union all "));
    }

    /** The fingerprints by table. */
    public Map<String, String> take() {
        Map<String, String> digests = new TreeMap<>();
        jdbc.sql(sql).query(row -> {
            digests.put(row.getString(1), row.getString(2));
        });
        return digests;
    }
}
