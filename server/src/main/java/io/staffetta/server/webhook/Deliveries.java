package io.staffetta.server.webhook;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.stream.EventJson;
import io.staffetta.server.stream.EventReader;
import io.staffetta.server.stream.LoggedEvent;
import io.staffetta.server.stream.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What endpoints were told, and telling them again. */
@Component
public class Deliveries {

    /** How many deliveries of a range are replayed by one call. */
    public static final int MOST_AT_ONCE = 10_000;

    private static final int PAGE = 1000;
    private static final Duration LONGEST_RANGE = Duration.ofDays(31);

    private final Endpoints endpoints;
    private final DeliveryLog deliveryLog;
    private final DeliveryRows rows;
    private final EventReader reader;
    private final EventJson json;
    private final DeliveryLoop loop;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;

    Deliveries(
            Endpoints endpoints,
            DeliveryLog deliveryLog,
            DeliveryRows rows,
            EventReader reader,
            EventJson json,
            DeliveryLoop loop,
            TransactionTemplate transaction,
            Audit audit,
            Clock clock) {
        this.endpoints = endpoints;
        this.deliveryLog = deliveryLog;
        this.rows = rows;
        this.reader = reader;
        this.json = json;
        this.loop = loop;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /** Which deliveries of a range are meant. */
    public enum Which {
        /** Those that were tried in vain. */
        FAILED,
        /** Those that the other side has heard already. */
        DELIVERED,
        /** Events that the endpoint was never sent: from before it was there, or from while it was disabled. */
        MISSED
    }

    /**
     * What a replay came to.
     *
     * @param replayed how many deliveries wait now
     * @param more whether there may be more, which another call replays
     * @param next where the range of that other call begins; null if there is nothing more
     */
    public record Replayed(
            int replayed, boolean more, @Nullable Instant next) {

        static Replayed all(int replayed) {
            return new Replayed(replayed, false, null);
        }

        static Replayed upTo(int replayed, Instant next) {
            return new Replayed(replayed, true, next);
        }
    }

    /**
     * A delivery with all that was tried.
     *
     * @param payload what is sent now: without the phone and the text of people who were erased since
     */
    public record Detail(LoggedDelivery delivery, Payload payload, List<Attempted> attempts) {}

    /**
     * A part of an endpoint's deliveries.
     *
     * @param state only those, or all if null
     * @param newest whether the latest come first
     * @throws Problem {@code unknown_delivery_state}
     */
    public List<LoggedDelivery> list(
            Endpoint endpoint, @Nullable String state, OptionalLong after, boolean newest, int most) {
        if (state != null && !List.of("pending", "delivered", "failed").contains(state)) {
            throw new Problem(
                    Kind.INVALID,
                    "unknown_delivery_state",
                    "Deliveries are pending, delivered or failed",
                    Map.of("state", state));
        }
        return deliveryLog.list(endpoint, state, after, newest, most);
    }

    /**
     * One of them, with its attempts.
     *
     * @throws Problem {@code delivery_not_found}
     */
    public Detail require(Endpoint endpoint, long id) {
        return deliveryLog.find(endpoint, id).orElseThrow(Deliveries::notFound);
    }

    /**
     * Sends one again, now, under the same id; one that waits does not wait any longer.
     *
     * @throws Problem {@code webhook_not_found}, {@code delivery_not_found}, {@code webhook_disabled}
     */
    public void replay(Caller caller, long endpointId, long id) {
        var _ = require(endpoints.require(caller.ownerId(), endpointId), id);
        Endpoint endpoint = enabled(caller, endpointId);
        transaction.executeWithoutResult(status -> {
            if (!deliveryLog.revive(endpoint, id, clock.instant())) {
                throw notFound();
            }
            audit.record(caller, "webhook.replay", Endpoints.subject(endpointId), Map.of("delivery", id));
        });
        loop.wake(endpointId);
    }

    /**
     * Sends those of a range again; the range is of the times when they were first to be sent, and for those that were
     * missed, of when things happened.
     *
     * @param until not included
     * @throws Problem {@code webhook_not_found}, {@code webhook_disabled}, {@code invalid_range}
     */
    public Replayed replay(Caller caller, long endpointId, Instant from, Instant until, Which which) {
        Endpoint endpoint = enabled(caller, endpointId);
        if (!from.isBefore(until) || Duration.between(from, until).compareTo(LONGEST_RANGE) > 0) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_range",
                    "A range ends after it begins, and at most 31 days later",
                    Map.of("mostDays", LONGEST_RANGE.toDays()));
        }
        Map<String, Object> facts =
                new LinkedHashMap<>(Map.of("from", from.toString(), "to", until.toString(), "which", which.name()));
        Replayed replayed = which == Which.MISSED
                ? audited(caller, endpoint, facts, missed(endpoint, from, until))
                : Objects.requireNonNull(transaction.execute(status -> audited(
                        caller, endpoint, facts, deliveryLog.revive(endpoint, which, from, until, clock.instant()))));
        loop.wake(endpointId);
        return replayed;
    }

    private Replayed audited(Caller caller, Endpoint endpoint, Map<String, Object> facts, Replayed replayed) {
        facts.put("replayed", replayed.replayed());
        audit.record(caller, "webhook.replay", Endpoints.subject(endpoint.id()), facts);
        return replayed;
    }

    /** Page by page, each written for itself: an open transaction would hold back everybody's events. */
    private Replayed missed(Endpoint endpoint, Instant from, Instant until) {
        Position at = reader.beginning();
        int written = 0;
        while (written < MOST_AT_ONCE) {
            List<LoggedEvent> page = reader.owned(endpoint.ownerId(), endpoint.events(), from, until, at, PAGE);
            if (page.isEmpty()) {
                return Replayed.all(written);
            }
            List<NewDelivery> wanted = page.stream()
                    .filter(event -> FanOut.wants(endpoint, event))
                    .map(event -> NewDelivery.of(endpoint, event, json))
                    .toList();
            written += rows.insert(wanted, clock.instant());
            at = page.getLast().position();
        }
        return Replayed.upTo(written, from);
    }

    private Endpoint enabled(Caller caller, long endpointId) {
        Endpoint endpoint = endpoints.require(caller.ownerId(), endpointId);
        if (!endpoint.enabled()) {
            throw new Problem(Kind.CONFLICT, "webhook_disabled", "The webhook is disabled; enable it first");
        }
        return endpoint;
    }

    private static Problem notFound() {
        return new Problem(Kind.NOT_FOUND, "delivery_not_found", "Delivery not found");
    }
}
