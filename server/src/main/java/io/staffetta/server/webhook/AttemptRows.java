package io.staffetta.server.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what came of many attempts in one transaction. */
final class AttemptRows {

    /** Of people who were erased meanwhile nothing is kept that somebody may have quoted. */
    private static final String ATTEMPTS = """
            insert into webhook_attempt (delivery_id, at, took_ms, status, reason, answer)
            select a.delivery_id, a.at, a.took_ms, a.status, a.reason,
                case when a.answer <> '' and exists (select 1 from message m where m.id = d.message_id and m.phone = -m.id)
                    then ''
                when a.answer <> '' and exists (
                    select 1 from inbound_message i where i.id = (d.event -> 'detail' ->> 'inboundId')::bigint
                        and i.phone = -i.id)
                    then ''
                else a.answer end
            from unnest(?::bigint[], ?::timestamptz[], ?::int[], ?::smallint[], ?::text[], ?::text[])
                as a(delivery_id, at, took_ms, status, reason, answer)
            join webhook_delivery d on d.id = a.delivery_id
            """;

    /** A failure counts only for whoever still has the delivery; that it was heard is true whoever says so. */
    static final String SETTLE = """
            update webhook_delivery d
            set state = r.state, reason = r.reason, attempts = d.attempts + 1, next_at = r.next_at,
                lease = null, leased_until = null, done_at = case when r.state = 'pending' then null else r.at end
            from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                as r(id, lease, state, reason, next_at, at)
            where d.id = r.id and d.state = 'pending' and (r.state = 'delivered' or d.lease = r.lease)
            """;

    private static final String WELL = """
            update webhook_endpoint set failing_since = null where id = any(?::bigint[]) and failing_since is not null
            """;

    private static final String ILL = """
            update webhook_endpoint e set failing_since = f.at
            from unnest(?::bigint[], ?::timestamptz[]) as f(id, at)
            where e.id = f.id and e.failing_since is null
            """;

    private static final String HOURS = """
            insert into webhook_hour (endpoint_id, hour, delivered, failed)
            select h.id, h.hour, count(*) filter (where h.well), count(*) filter (where not h.well)
            from unnest(?::bigint[], ?::timestamptz[], ?::boolean[]) as h(id, hour, well)
            where exists (select 1 from webhook_endpoint e where e.id = h.id)
            group by h.id, h.hour order by h.id, h.hour
            on conflict (endpoint_id, hour) do update
                set delivered = webhook_hour.delivered + excluded.delivered, failed = webhook_hour.failed + excluded.failed
            """;

    private AttemptRows() {}

    /**
     * An attempt and what follows from it.
     *
     * @param nextAt when it is tried again; empty if it has ended
     */
    record Settled(DueDelivery delivery, Attempted attempted, Optional<Instant> nextAt) {

        String state() {
            return attempted.delivered() ? "delivered" : nextAt.isPresent() ? "pending" : "failed";
        }
    }

    /** Writes these; the order of rows is the same for every writer. */
    static List<Boolean> write(Connection connection, List<Settled> settled) throws SQLException {
        List<Settled> rows = settled.stream()
                .sorted(Comparator.comparingLong(each -> each.delivery().id()))
                .toList();
        insert(connection, rows);
        settle(connection, rows);
        List<Settled> well =
                rows.stream().filter(each -> each.attempted().delivered()).toList();
        List<Long> wellOff = well.stream()
                .map(each -> each.delivery().endpointId())
                .distinct()
                .sorted()
                .toList();
        run(connection, WELL, connection.createArrayOf("bigint", wellOff.toArray()));
        List<Settled> ill = rows.stream()
                .filter(each -> !wellOff.contains(each.delivery().endpointId()))
                .sorted(Comparator.comparingLong(each -> each.delivery().endpointId()))
                .toList();
        run(
                connection,
                ILL,
                array(connection, "bigint", ill, each -> each.delivery().endpointId()),
                array(connection, "text", ill, each -> each.attempted().at()));
        run(
                connection,
                HOURS,
                array(connection, "bigint", rows, each -> each.delivery().endpointId()),
                array(connection, "text", rows, each -> each.attempted().at().truncatedTo(ChronoUnit.HOURS)),
                array(connection, "boolean", rows, each -> each.attempted().delivered()));
        return settled.stream().map(each -> true).toList();
    }

    private static void insert(Connection connection, List<Settled> rows) throws SQLException {
        run(
                connection,
                ATTEMPTS,
                array(connection, "bigint", rows, each -> each.delivery().id()),
                array(connection, "text", rows, each -> each.attempted().at()),
                array(connection, "int", rows, each ->
                        (int) each.attempted().took().toMillis()),
                array(connection, "smallint", rows, each -> each.attempted().status()),
                array(connection, "text", rows, each -> each.attempted().reason()),
                array(connection, "text", rows, each -> each.attempted().answer()));
    }

    private static void settle(Connection connection, List<Settled> rows) throws SQLException {
        run(
                connection,
                SETTLE,
                array(connection, "bigint", rows, each -> each.delivery().id()),
                array(connection, "uuid", rows, each -> each.delivery().lease()),
                array(connection, "text", rows, Settled::state),
                array(connection, "text", rows, each -> each.attempted().reason()),
                array(connection, "text", rows, each -> each.nextAt().orElse(null)),
                array(connection, "text", rows, each -> each.attempted().at()));
    }

    private static java.sql.Array array(
            Connection connection, String type, List<Settled> rows, Function<Settled, @Nullable Object> value)
            throws SQLException {
        Object[] values = rows.stream()
                .map(row -> {
                    Object each = value.apply(row);
                    return each instanceof Instant at ? at.toString() : each;
                })
                .toArray();
        return connection.createArrayOf(type, values);
    }

    private static void run(Connection connection, String sql, java.sql.Array... columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.length; i++) {
                statement.setArray(i + 1, columns[i]);
            }
            statement.executeUpdate();
        }
    }
}
