package io.staffetta.server.dispatch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One {@link Bulkhead} for each engine whose numbers have many messages on their way at once: they call one server, so
 * more calls at once make nothing faster, and each of them may end in doubt. Numbers that send one after the other have
 * each a way of their own. Thread-safe.
 */
final class Bulkheads {

    /** Three numbers of the Cloud API at their full rate; enough to share commits. */
    static final int AT_ONCE = 256;

    private final Map<String, Bulkhead> byEngine = new ConcurrentHashMap<>();

    /** The one that this session's messages go through, if any. */
    Optional<Bulkhead> of(Carrier carrier) {
        return carrier.capabilities().inFlightPerSession() > 1
                ? Optional.of(byEngine.computeIfAbsent(carrier.engine(), engine -> new Bulkhead(AT_ONCE)))
                : Optional.empty();
    }
}
