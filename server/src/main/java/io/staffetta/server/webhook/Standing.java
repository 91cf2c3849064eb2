package io.staffetta.server.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How endpoints do, as this node sees it, and so how many attempts each gets at the same time: one more with every
 * success, half with every failure, and a rest after several failures in a row. Those that fail share a part of all places
 * that is theirs, so that they never keep the others waiting. Thread-safe.
 */
final class Standing {

    static final int START = 4;
    static final int MOST = 48;

    private static final int FAILURES_BEFORE_REST = 5;
    private static final Duration SHORTEST_REST = Duration.ofSeconds(2);
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);
    /** Of whom nothing was tried for so long after a failure, nothing needs to be known. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Map<Long, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final int places;

    /**
     * Begins with everybody in good standing.
     *
     * @param places how many attempts there may be at the same time in all
     */
    Standing(int places, LongSupplier nanos) {
        this.places = places;
        this.nanos = nanos;
    }

    /** How one of them does. */
    private record Endpoint(int window, int inFlight, int failures, long restsUntil) {

        static final Endpoint NEW = new Endpoint(START, 0, 0, 0);

        Endpoint begun() {
            return new Endpoint(window, inFlight + 1, failures, restsUntil);
        }

        Endpoint dropped() {
            return new Endpoint(window, inFlight - 1, failures, restsUntil);
        }

        Endpoint well() {
            return new Endpoint(Math.min(MOST, window + 1), inFlight - 1, 0, 0);
        }

        Endpoint ill(long now) {
            int inARow = failures + 1;
            return new Endpoint(
                    Math.max(1, window / 2),
                    inFlight - 1,
                    inARow,
                    now + rest(inARow).toNanos());
        }

        private static Duration rest(int failures) {
            if (failures < FAILURES_BEFORE_REST) {
                return Duration.ZERO;
            }
            Duration rest = SHORTEST_REST.multipliedBy(1L << Math.min(6, failures - FAILURES_BEFORE_REST));
            return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
        }

        boolean asNew(long now) {
            return inFlight == 0 && (failures == 0 || now - restsUntil > MEMORY.toNanos());
        }

        int room(long now) {
            return restsUntil - now > 0 && restsUntil != 0 ? 0 : Math.max(0, window - inFlight);
        }
    }

    /** An attempt begins. */
    void begun(long endpoint) {
        endpoints.merge(endpoint, Endpoint.NEW.begun(), (known, fresh) -> known.begun());
    }

    /** An attempt ended so. */
    void ended(long endpoint, boolean well) {
        endpoints.computeIfPresent(endpoint, (id, known) -> well ? known.well() : known.ill(nanos.getAsLong()));
    }

    /** An attempt was not made after all. */
    void dropped(long endpoint) {
        endpoints.computeIfPresent(endpoint, (id, known) -> known.dropped());
    }

    /** Somebody asks for it now, whatever happened before. */
    void urge(long endpoint) {
        endpoints.computeIfPresent(endpoint, (id, known) -> new Endpoint(known.window(), known.inFlight(), 0, 0));
    }

    /** How many more attempts there may be, of whomever. */
    int free() {
        return places - endpoints.values().stream().mapToInt(Endpoint::inFlight).sum();
    }

    /** Whether nothing is under way. */
    boolean idle() {
        return free() == places;
    }

    /** How many more each endpoint gets that anything is known of; the others get {@link #START}. */
    Map<Long, Integer> rooms() {
        long now = nanos.getAsLong();
        int failing = endpoints.values().stream()
                .filter(known -> known.failures() > 0)
                .mapToInt(Endpoint::inFlight)
                .sum();
        Map<Long, Integer> rooms = new HashMap<>();
        int left = places / 4 - failing;
        for (Map.Entry<Long, Endpoint> each : endpoints.entrySet()) {
            int room = each.getValue().room(now);
            if (each.getValue().failures() > 0) {
                room = Math.clamp(left, 0, room);
                left -= room;
            }
            rooms.put(each.getKey(), room);
        }
        return rooms;
    }

    /** Forgets those of whom nothing is under way and that do well, or failed long ago: they are as new. */
    void tidy() {
        long now = nanos.getAsLong();
        endpoints.values().removeIf(known -> known.asNew(now));
    }
}
