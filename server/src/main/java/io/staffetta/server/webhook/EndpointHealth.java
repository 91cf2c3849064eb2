package io.staffetta.server.webhook;

import static io.staffetta.server.webhook.EndpointRows.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How it went with an endpoint: its attempts by the hour, and how many of its deliveries are where. */
@Component
public class EndpointHealth {

    private static final Duration SHOWN = Duration.ofHours(23);

    private final JdbcClient jdbc;
    private final DeliveryLog deliveries;
    private final Clock clock;

    EndpointHealth(JdbcClient jdbc, DeliveryLog deliveries, Clock clock) {
        this.jdbc = jdbc;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * An hour's attempts.
     *
     * @param at when it began
     * @param delivered how many were heard
     * @param failed how many were not
     */
    public record Hour(Instant at, int delivered, int failed) {}

    /** How many deliveries are in which state. */
    public record Counts(int pending, int delivered, int failed) {}

    /** The hours of the last day in which anything was tried, oldest first. */
    public List<Hour> hours(Endpoint endpoint) {
        Instant first = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(SHOWN);
        return jdbc.sql(
                        "select hour, delivered, failed from webhook_hour where endpoint_id = ? and hour >= ? order by hour")
                .params(endpoint.id(), utc(first))
                .query((row, n) ->
                        new Hour(row.getObject(1, OffsetDateTime.class).toInstant(), row.getInt(2), row.getInt(3)))
                .list();
    }

    /** How many deliveries are in which state; of each no more than a thousand are counted. */
    public Counts counts(Endpoint endpoint) {
        return new Counts(
                deliveries.count(endpoint, "pending"),
                deliveries.count(endpoint, "delivered"),
                deliveries.count(endpoint, "failed"));
    }
}
