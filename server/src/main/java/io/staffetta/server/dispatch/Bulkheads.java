package io.staffetta.server.dispatch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One {@link Bulkhead} for the numbers of a user at each engine whose numbers have many messages on their way at once: they
 * call one server, so more calls at once make nothing faster, and each of them may end in doubt. One user's slow server
 * takes no places from others. Numbers that send one after the other have each a way of their own. Thread-safe.
 */
final class Bulkheads {

    /** Three numbers of the Cloud API at their full rate; enough to share commits. */
    static final int AT_ONCE = 256;

    private final Map<Way, Bulkhead> bulkheads = new ConcurrentHashMap<>();

    private record Way(String engine, long ownerId) {}

    /** The one that this session's messages go through, if any. */
    Optional<Bulkhead> of(Carrier carrier) {
        return carrier.capabilities().inFlightPerSession() > 1
                ? Optional.of(bulkheads.computeIfAbsent(
                        new Way(carrier.engine(), carrier.ownerId()), way -> new Bulkhead(AT_ONCE)))
                : Optional.empty();
    }
}
