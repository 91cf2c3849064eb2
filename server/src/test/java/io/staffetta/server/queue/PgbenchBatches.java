package io.staffetta.server.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Messages waiting in lanes of their own, and a table of batches over them: for each client of pgbench and each of its
 * transactions the arrays that the product's statements take. pgbench cannot build arrays, so it reads them from there.
 */
public final class PgbenchBatches {

    /** The columns of the table. */
    public static final List<String> COLUMNS =
            List.of("lanes", "sessions", "campaigns", "ids", "keys", "numbers", "attempts", "engine_ids");

    private static final String TABLE = """
            create table bench_batch (round int, client int, n int, lanes text, sessions text, campaigns text, ids text,
                keys text, numbers text, attempts text, engine_ids text, primary key (round, client, n))
            """;

    // Long values are kept as they are: to compress them would be work that the product does not have.
    private static final List<String> UNCOMPRESSED = COLUMNS.stream()
            .map(column -> "alter table bench_batch alter column " + column + " set storage external")
            .toList();

    private final QueueWorld world;
    private int round;

    private record Row(long id, long lane, long session, long campaign, long phone) {}

    /** Over this world. */
    public PgbenchBatches(QueueWorld world) {
        this.world = world;
        world.jdbc.sql(TABLE).update();
        UNCOMPRESSED.forEach(sql -> world.jdbc.sql(sql).update());
    }

    /**
     * Makes sessions, queues and batches.
     *
     * @param size messages in a batch, each of another lane
     * @param transactions batches of each client
     * @param lanes how many lanes all clients have together
     * @return the number of the round, for the script
     */
    public int prepare(int clients, int transactions, int size, int lanes) {
        round++;
        int perClient = Math.max(size, lanes / clients);
        int depth = Math.ceilDiv(transactions * size, perClient);
        for (int client = 0; client < clients; client++) {
            List<Row> rows = queues(perClient, depth);
            for (int n = 1; n <= transactions; n++) {
                write(client, n, rows.subList((n - 1) * size, n * size));
            }
        }
        world.jdbc.sql("vacuum analyze message").update();
        world.jdbc.sql("vacuum analyze bench_batch").update();
        return round;
    }

    /** The heads of all lanes first, then those behind them. */
    private List<Row> queues(int lanes, int depth) {
        long first = 0;
        for (int i = 0; i < lanes; i++) {
            long campaign = world.bulkCampaign(world.session(), depth);
            first = first == 0 ? campaign : first;
        }
        return world.jdbc
                .sql("""
                select m.id, m.lane_id, l.session_pk, m.campaign_id, m.phone
                from message m join lane l on l.id = m.lane_id where m.campaign_id >= ?
                order by row_number() over (partition by m.lane_id order by m.due_at, m.id), m.lane_id
                """)
                .param(first)
                .query((row, n) ->
                        new Row(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .list();
    }

    private void write(int client, int n, List<Row> batch) {
        List<Row> rows = new ArrayList<>(batch);
        rows.sort((a, b) -> Long.compare(a.lane(), b.lane()));
        List<Long> keys = new ArrayList<>(rows.stream()
                .map(row -> PersonLock.key(world.owner, row.phone()))
                .distinct()
                .toList());
        Collections.sort(keys);
        Map<String, String> values = Map.of(
                "lanes", array(rows, Row::lane),
                "sessions", array(rows, Row::session),
                "campaigns", array(rows, Row::campaign),
                "ids", array(rows, Row::id),
                "keys", array(keys, key -> key),
                "numbers", array(rows, row -> -row.session()),
                "attempts", array(rows, row -> new UUID(row.id(), n)),
                "engine_ids", array(rows, row -> "3EB0%018X".formatted(row.id())));
        List<Object> params = new ArrayList<>(List.of(round, client, n));
        COLUMNS.forEach(column -> params.add(values.get(column)));
        world.jdbc
                .sql("insert into bench_batch values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(params)
                .update();
    }

    private static <T> String array(List<T> items, Function<T, Object> value) {
        return "{"
                + String.join(
                        ",", items.stream().map(value).map(Object::toString).toList()) + "}";
    }
}
