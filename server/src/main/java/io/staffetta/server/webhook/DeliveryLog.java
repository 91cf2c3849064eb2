package io.staffetta.server.webhook;

import static io.staffetta.server.webhook.EndpointRows.utc;

import io.staffetta.server.webhook.Deliveries.Detail;
import io.staffetta.server.webhook.Deliveries.Replayed;
import io.staffetta.server.webhook.Deliveries.Which;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The deliveries' rows as their owners look at them. */
@Component
class DeliveryLog {

    private static final String SHOWN = """
            select d.id, d.event_id, d.type, d.state, d.reason, d.attempts, d.next_at, d.created_at, d.done_at,
                a.status as last_status, a.took_ms as last_took
            from webhook_delivery d
            left join lateral (
                select status, took_ms from webhook_attempt where delivery_id = d.id order by id desc limit 1
            ) a on true
            """;

    private static final String REVIVE =
            "state = 'pending', reason = null, attempts = 0, next_at = :now, done_at = null";

    /** More are not counted: a tab says "1,000+". */
    private static final int MOST_COUNTED = 1000;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DeliveryLog(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<LoggedDelivery> list(Endpoint endpoint, @Nullable String state, OptionalLong after, boolean newest, int most) {
        return jdbc.sql(SHOWN + """
                where d.owner_id = :owner and d.endpoint_id = :endpoint and (:state::text is null or d.state = :state)
                    and d.id %s :after
                order by d.id %s limit :most
                """.formatted(newest ? "<" : ">", newest ? "desc" : "asc"))
                .param("owner", endpoint.ownerId())
                .param("endpoint", endpoint.id())
                .param("state", state)
                .param("after", after.orElse(newest ? Long.MAX_VALUE : 0))
                .param("most", most)
                .query((row, n) -> read(row))
                .list();
    }

    /** How many there are in a state; no more than a thousand are counted. */
    int count(Endpoint endpoint, String state) {
        return jdbc.sql("""
                select count(*) from (
                    select 1 from webhook_delivery where owner_id = ? and endpoint_id = ? and state = ? limit ?) c
                """)
                .params(endpoint.ownerId(), endpoint.id(), state, MOST_COUNTED)
                .query(Integer.class)
                .single();
    }

    Optional<Detail> find(Endpoint endpoint, long id) {
        Optional<LoggedDelivery> delivery = jdbc.sql(SHOWN + "where d.owner_id = ? and d.endpoint_id = ? and d.id = ?")
                .params(endpoint.ownerId(), endpoint.id(), id)
                .query((row, n) -> read(row))
                .optional();
        return delivery.map(found -> new Detail(found, payload(endpoint, found), attempts(id)));
    }

    private Payload payload(Endpoint endpoint, LoggedDelivery delivery) {
        return jdbc.sql("""
                select d.event::text as event, coalesce(m.phone, i.phone, o.phone) as phone, i.text
                from webhook_delivery d
                left join message m on m.id = d.message_id
                left join inbound_message i on i.id = (d.event -> 'detail' ->> 'inboundId')::bigint
                    and i.owner_id = d.owner_id
                left join opt_out o on o.id = (d.event -> 'detail' ->> 'optOutId')::bigint and o.owner_id = d.owner_id
                where d.owner_id = ? and d.id = ?
                """)
                .params(endpoint.ownerId(), delivery.id())
                .query((row, n) -> Payload.of(
                        json,
                        delivery.eventId(),
                        delivery.type(),
                        row.getString("event"),
                        row.getObject("phone", Long.class),
                        row.getString("text")))
                .single();
    }

    private List<Attempted> attempts(long deliveryId) {
        return jdbc.sql("select at, took_ms, status, reason, answer from webhook_attempt"
                        + " where delivery_id = ? order by id limit 100")
                .param(deliveryId)
                .query((row, n) -> new Attempted(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        Duration.ofMillis(row.getInt("took_ms")),
                        row.getObject("status", Integer.class),
                        row.getString("reason"),
                        row.getString("answer"),
                        Optional.empty()))
                .list();
    }

    boolean revive(Endpoint endpoint, long id, Instant now) {
        return jdbc.sql("update webhook_delivery set " + REVIVE
                                + " where owner_id = :owner and endpoint_id = :endpoint and id = :id")
                        .param("now", utc(now))
                        .param("owner", endpoint.ownerId())
                        .param("endpoint", endpoint.id())
                        .param("id", id)
                        .update()
                > 0;
    }

    /** All of a moment or none of it: so another call begins with the next moment, and revives none of these again. */
    Replayed revive(Endpoint endpoint, Which which, Instant from, Instant until, Instant now) {
        List<Instant> revived = jdbc.sql("update webhook_delivery set " + REVIVE + """
                 where id = any(array(
                    select id from webhook_delivery
                    where owner_id = :owner and endpoint_id = :endpoint and state = :state
                        and created_at >= :from and created_at < :until
                    order by created_at fetch first :most rows with ties))
                returning created_at
                """)
                .param("now", utc(now))
                .param("owner", endpoint.ownerId())
                .param("endpoint", endpoint.id())
                .param("state", which.name().toLowerCase(Locale.ROOT))
                .param("from", utc(from))
                .param("until", utc(until))
                .param("most", Deliveries.MOST_AT_ONCE)
                .query((row, n) ->
                        row.getObject("created_at", OffsetDateTime.class).toInstant())
                .list();
        if (revived.size() < Deliveries.MOST_AT_ONCE) {
            return Replayed.all(revived.size());
        }
        Instant next = Collections.max(revived).plus(1, ChronoUnit.MICROS);
        return next.isBefore(until) ? Replayed.upTo(revived.size(), next) : Replayed.all(revived.size());
    }

    private static LoggedDelivery read(ResultSet row) throws SQLException {
        return new LoggedDelivery(
                row.getLong("id"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("state"),
                row.getString("reason"),
                row.getInt("attempts"),
                EndpointRows.instant(row, "next_at"),
                row.getObject("last_status", Integer.class),
                row.getObject("last_took", Integer.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                EndpointRows.instant(row, "done_at"));
    }
}
