package io.staffetta.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The figures of a product that must not grow while it works steadily, read again and again. */
final class SoakFigures {

    /** All tables with their partitions, largest first. */
    private static final String TABLES = """
            select coalesce(p.relname, s.relname) as name, sum(pg_total_relation_size(s.relid)) as bytes,
                sum(s.n_dead_tup) as dead, sum(s.n_live_tup) as live
            from pg_stat_user_tables s
            left join pg_inherits i on i.inhrelid = s.relid
            left join pg_class p on p.oid = i.inhparent
            group by 1 order by 2 desc
            """;

    private static final String BACKLOG = """
            select count(*) from message
            where state = 'in_doubt' or (campaign_id is null and state in ('queued', 'claimed', 'sending')
                and created_at < now() - interval '2 seconds')
            """;

    /** Those whose rows are changed over and over, and do not become more with the messages. */
    private static final List<String> STEADY =
            List.of("lane", "campaign", "wa_session", "session_stats", "session_owner", "node_lease", "webhook_cursor");

    private static final int SHOWN_TABLES = 6;
    private static final double MEGABYTE = 1024 * 1024;

    private final OwnProduct product;
    private final Map<Figure, List<Double>> readings = new EnumMap<>(Figure.class);
    private final double emptyDatabase;

    SoakFigures(OwnProduct product) {
        this.product = product;
        this.emptyDatabase = bytes(tables(product.jdbc()), "");
    }

    /** What is read, and by how much it moves without growing. */
    private enum Figure {
        HEAP("heap after a collection, MB", 4),
        RESIDENT("resident, MB", 20),
        THREADS("threads", 4),
        FILES("open files", 6),
        CONNECTIONS("database connections", 2),
        DEAD("dead rows of a hundred", 3),
        STEADY("tables that stay small, MB", 0.5),
        KEPT("bytes kept of a message", 100),
        LOG("log, KB", 20),
        BACKLOG("backlog", 20);

        private final String title;
        private final double tolerance;

        Figure(String title, double tolerance) {
            this.title = title;
            this.tolerance = tolerance;
        }
    }

    private record Table(long bytes, long dead, long live) {}

    /** Reads all of them; answers them as a line. */
    String read() throws IOException {
        Map<String, Table> tables = tables(product.jdbc());
        Map<Figure, Double> now = ofProcess();
        now.putAll(ofDatabase(tables));
        now.forEach((figure, value) ->
                readings.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value));
        return line(now) + "; " + largest(tables);
    }

    private Map<Figure, Double> ofProcess() throws IOException {
        Vitals vitals = product.vitals();
        Map<Figure, Double> now = new EnumMap<>(Figure.class);
        now.put(Figure.HEAP, vitals.livingMegabytes());
        now.put(Figure.RESIDENT, vitals.residentMegabytes());
        now.put(Figure.THREADS, (double) vitals.threads());
        now.put(Figure.FILES, (double) vitals.openFiles());
        now.put(Figure.LOG, Files.size(product.log()) / 1024.0);
        return now;
    }

    private Map<Figure, Double> ofDatabase(Map<String, Table> tables) {
        JdbcClient jdbc = product.jdbc();
        long dead = tables.values().stream().mapToLong(Table::dead).sum();
        long live = tables.values().stream().mapToLong(Table::live).sum();
        long messages = count(jdbc, "select count(*) from message where state in ('sent', 'delivered', 'read')");
        Map<Figure, Double> now = new EnumMap<>(Figure.class);
        now.put(Figure.CONNECTIONS, (double) count(
                jdbc,
                "select count(*) from pg_stat_activity"
                        + " where backend_type = 'client backend' and pid <> pg_backend_pid()"));
        now.put(Figure.DEAD, 100.0 * dead / Math.max(1, dead + live));
        now.put(
                Figure.STEADY,
                STEADY.stream().mapToDouble(name -> bytes(tables, name)).sum() / MEGABYTE);
        now.put(Figure.KEPT, (bytes(tables, "") - emptyDatabase) / Math.max(1, messages));
        now.put(Figure.BACKLOG, (double) count(jdbc, BACKLOG));
        return now;
    }

    /** What became of each figure, one a line; how many grew is the last one. */
    List<String> verdict() {
        List<String> lines = new ArrayList<>();
        int growing = 0;
        for (Map.Entry<Figure, List<Double>> each : readings.entrySet()) {
            Growth growth = Growth.of(each.getValue(), each.getKey().tolerance);
            growing += growth.grows() ? 1 : 0;
            lines.add("%-28s %s".formatted(each.getKey().title, growth));
        }
        lines.add(growing == 0 ? "nothing grows" : growing + " figures grow");
        return lines;
    }

    private static String line(Map<Figure, Double> now) {
        return now.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %.1f", each.getKey().title, each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String largest(Map<String, Table> tables) {
        return tables.entrySet().stream()
                .sorted((a, b) ->
                        Long.compare(b.getValue().bytes(), a.getValue().bytes()))
                .limit(SHOWN_TABLES)
                .map(each -> String.format(
                        Locale.ROOT,
                        "%s %.1f MB (%d dead)",
                        each.getKey(),
                        each.getValue().bytes() / MEGABYTE,
                        each.getValue().dead()))
                .collect(Collectors.joining(", "));
    }

    /** What a table takes with its indexes; all of them together if it is not named. */
    private static double bytes(Map<String, Table> tables, String name) {
        return tables.entrySet().stream()
                .filter(each -> name.isEmpty() || each.getKey().equals(name))
                .mapToDouble(each -> each.getValue().bytes())
                .sum();
    }

    private static Map<String, Table> tables(JdbcClient jdbc) {
        Map<String, Table> tables = new TreeMap<>();
        jdbc.sql(TABLES)
                .query((row, n) -> tables.put(
                        row.getString("name"),
                        new Table(row.getLong("bytes"), row.getLong("dead"), row.getLong("live"))))
                .list();
        return tables;
    }

    private static long count(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
