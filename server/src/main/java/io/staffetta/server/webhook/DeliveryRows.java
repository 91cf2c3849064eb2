package io.staffetta.server.webhook;

import static io.staffetta.server.webhook.EndpointRows.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The deliveries' rows on their way out. */
@Component
class DeliveryRows {

    /** Longer than any attempt takes, until its result is on disk. */
    static final Duration LEASE = Duration.ofSeconds(60);

    static final String INSERT = """
            insert into webhook_delivery (owner_id, endpoint_id, event_id, type, event, message_id, next_at, created_at)
            select n.owner_id, n.endpoint_id, n.event_id, n.type, n.event::jsonb, n.message_id, ?, ?
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                as n(owner_id, endpoint_id, event_id, type, event, message_id)
            on conflict (endpoint_id, event_id) do nothing
            """;

    /** One probe of the index for each endpoint; of leases only the database's clock decides. */
    static final String CLAIM = """
            with due as (
                select d.id
                from webhook_endpoint e
                left join unnest(?::bigint[], ?::int[]) as known(id, room) on known.id = e.id
                cross join lateral (
                    select w.id from webhook_delivery w
                    where w.endpoint_id = e.id and w.state = 'pending' and w.next_at <= ?
                        and (w.leased_until is null or w.leased_until < clock_timestamp())
                    order by w.next_at, w.id
                    limit coalesce(known.room, ?)
                    for update skip locked
                ) d
                where e.enabled and e.deleted_at is null
                order by e.id <= ?, e.id
                limit ?
            ), claimed as (
                update webhook_delivery d
                set lease = ?, leased_until = clock_timestamp() + make_interval(secs => ?)
                from due where d.id = due.id
                returning d.id, d.owner_id, d.endpoint_id, d.event_id, d.type, d.event, d.message_id, d.attempts, d.lease
            )
            select c.id, c.owner_id, c.endpoint_id, c.event_id, c.type, c.event, c.attempts, c.lease, e.url, e.secrets_version, e.failing_since, coalesce(m.phone, i.phone, o.phone) as phone, i.text
            from claimed c
            join webhook_endpoint e on e.id = c.endpoint_id
            left join message m on m.id = c.message_id
            left join inbound_message i on i.id = (c.event -> 'detail' ->> 'inboundId')::bigint
                and i.owner_id = c.owner_id
            left join opt_out o on o.id = (c.event -> 'detail' ->> 'optOutId')::bigint and o.owner_id = c.owner_id
            """;

    private final JdbcClient jdbc;

    DeliveryRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds these, due now. What an endpoint has of an event already, it does not get again. */
    int insert(List<NewDelivery> wanted, Instant now) {
        if (wanted.isEmpty()) {
            return 0;
        }
        return jdbc.sql(INSERT)
                .params(utc(now), utc(now))
                .param(column(wanted, NewDelivery::ownerId).toArray(Long[]::new))
                .param(column(wanted, NewDelivery::endpointId).toArray(Long[]::new))
                .param(column(wanted, NewDelivery::eventId).toArray(String[]::new))
                .param(column(wanted, NewDelivery::type).toArray(String[]::new))
                .param(column(wanted, NewDelivery::event).toArray(String[]::new))
                .param(wanted.stream().map(NewDelivery::messageId).toArray(Long[]::new))
                .update();
    }

    /**
     * Takes what is due, for as long as a lease lasts.
     *
     * @param rooms how many of which endpoint, where that is known
     * @param elsewhere how many of every other
     * @param last the endpoint to begin after, so that none is always the last
     * @param most in all
     */
    List<DueDelivery> claim(Map<Long, Integer> rooms, int elsewhere, long last, int most, Instant now) {
        List<Map.Entry<Long, Integer>> known = List.copyOf(rooms.entrySet());
        return jdbc.sql(CLAIM)
                .param(known.stream().map(Map.Entry::getKey).toArray(Long[]::new))
                .param(known.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
                .params(utc(now), elsewhere, last, most, UUID.randomUUID(), LEASE.toSeconds())
                .query((row, n) -> read(row))
                .list();
    }

    private static <T, R> List<R> column(List<T> rows, Function<T, R> value) {
        return rows.stream().map(value).toList();
    }

    private static DueDelivery read(ResultSet row) throws SQLException {
        return new DueDelivery(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getLong("endpoint_id"),
                row.getString("url"),
                row.getInt("secrets_version"),
                EndpointRows.instant(row, "failing_since"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("event"),
                row.getObject("phone", Long.class),
                row.getString("text"),
                row.getInt("attempts"),
                row.getObject("lease", UUID.class));
    }
}
