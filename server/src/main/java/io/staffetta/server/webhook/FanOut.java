package io.staffetta.server.webhook;

import io.staffetta.server.stream.EventJson;
import io.staffetta.server.stream.EventReader;
import io.staffetta.server.stream.LoggedEvent;
import io.staffetta.server.stream.Position;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Turns the event log into deliveries, page by page. The cursor moves in the transaction that writes the deliveries, so
 * that nothing is left out and nothing written twice, whoever dies when; one node at a time is at it, and any may be next.
 * Nothing that writes events waits for it.
 */
@Component
class FanOut {

    static final int PAGE = 500;

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);
    /** Of PostgreSQL's advisory locks: whoever turns events into deliveries, or decides from where on. */
    static final long TURN = 0x57454248_4f4f4b53L;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EventReader reader;
    private final EventJson json;
    private final EndpointRows endpoints;
    private final DeliveryRows deliveries;
    private final Clock clock;

    FanOut(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            EventReader reader,
            EventJson json,
            EndpointRows endpoints,
            DeliveryRows deliveries,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.reader = reader;
        this.json = json;
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * What a page came to.
     *
     * @param read how many events were in it
     * @param written how many deliveries it gave
     */
    record Turned(int read, int written) {}

    /** Turns the next page; nothing where nobody is to be told, or another node is at it. */
    Turned turn() {
        if (endpoints.enabled().isEmpty()) {
            return new Turned(0, 0);
        }
        Turned turned = transaction.execute(status -> {
            boundFreezing();
            boolean mine = jdbc.sql("select pg_try_advisory_xact_lock(?)")
                    .param(TURN)
                    .query(Boolean.class)
                    .single();
            return mine ? page() : new Turned(0, 0);
        });
        return turned == null ? new Turned(0, 0) : turned;
    }

    /**
     * Begins with what happens from now on if nobody was told of anything before, in the transaction that adds the first
     * endpoint: what happened while nobody listened is not told.
     */
    void beginUnlessGoingOn() {
        boundFreezing();
        jdbc.sql("select pg_advisory_xact_lock(?)").param(TURN).query().singleRow();
        if (endpoints.enabled().isEmpty()) {
            move(reader.end());
        }
    }

    /** A node that freezes while it has its turn must not keep the others from theirs. */
    private void boundFreezing() {
        jdbc.sql("set local idle_in_transaction_session_timeout = '10s'").update();
    }

    private Turned page() {
        Position end = reader.end();
        Position from = cursor();
        if (!from.generation().equals(end.generation()) || from.tx() > end.tx()) {
            log.warn("webhooks begin anew: the event log is another one than before");
            move(end);
            return new Turned(0, 0);
        }
        List<LoggedEvent> page = reader.after(from, PAGE);
        if (page.isEmpty()) {
            return new Turned(0, 0);
        }
        List<NewDelivery> wanted = match(page);
        deliveries.insert(wanted, clock.instant());
        move(page.getLast().position());
        return new Turned(page.size(), wanted.size());
    }

    private List<NewDelivery> match(List<LoggedEvent> page) {
        Map<Long, List<Endpoint>> byOwner = new HashMap<>();
        for (Endpoint endpoint : endpoints.enabled()) {
            byOwner.computeIfAbsent(endpoint.ownerId(), owner -> new ArrayList<>())
                    .add(endpoint);
        }
        List<NewDelivery> wanted = new ArrayList<>();
        for (LoggedEvent event : page) {
            for (Endpoint endpoint : byOwner.getOrDefault(event.ownerId(), List.of())) {
                if (wants(endpoint, event)) {
                    wanted.add(NewDelivery.of(endpoint, event, json));
                }
            }
        }
        return wanted;
    }

    static boolean wants(Endpoint endpoint, LoggedEvent event) {
        return EventTypes.let(endpoint.events(), event.kind().code(), event.phase())
                && (endpoint.sessionId() == null || endpoint.sessionId().equals(event.sessionId()))
                && (endpoint.campaignId() == null || endpoint.campaignId().equals(event.campaignId()));
    }

    private Position cursor() {
        String printed = jdbc.sql("select reached from webhook_cursor")
                .query(String.class)
                .single();
        return Position.parse(printed).orElse(new Position("none", 0, 0));
    }

    private void move(Position to) {
        jdbc.sql("update webhook_cursor set reached = ?").param(to.toString()).update();
    }
}
