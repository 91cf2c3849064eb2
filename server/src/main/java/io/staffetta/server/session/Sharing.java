package io.staffetta.server.session;

import io.staffetta.core.engine.Engine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives other nodes their share: a node that owns more than its part of all sessions lets go of some, each only when
 * nothing of it is under way. What is let go, a node that has room takes in its next look.
 */
final class Sharing {

    private static final Logger log = LoggerFactory.getLogger(Sharing.class);
    /** As many sessions change hands at once. */
    private static final int AT_ONCE = 50;
    /** Longer than a message takes from its first sign to its answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NodeLease lease;
    private final SessionOwners owners;
    private final Supervisor supervisor;
    private final Engines engines;
    private final Set<Long> leaving = ConcurrentHashMap.newKeySet();

    Sharing(NodeLease lease, SessionOwners owners, Supervisor supervisor, Engines engines) {
        this.lease = lease;
        this.owners = owners;
        this.supervisor = supervisor;
        this.engines = engines;
    }

    /** Looks whether this node owns more than its share, and begins to let go of that. */
    void giveUpSurplus() {
        NodeLease.Held held = lease.held();
        if (held == null) {
            return;
        }
        long surplus = owners.spread(lease.nodeId(), held.epoch()).surplus() - leaving.size();
        if (surplus > 0) {
            choose(Math.min(surplus, AT_ONCE - leaving.size())).forEach(this::letGo);
        }
    }

    /** The latest first: they have the least behind them. Where somebody may be looking at a code nothing moves. */
    private List<LiveSession> choose(long most) {
        return supervisor.all().stream()
                .filter(live -> !leaving.contains(live.pk()) && !live.linking() && portable(live))
                .sorted(Comparator.comparingLong(LiveSession::pk).reversed())
                .limit(Math.max(0, most))
                .toList();
    }

    private boolean portable(LiveSession live) {
        return engines.find(live.session.engine().name()).map(Engine::portable).orElse(true);
    }

    private void letGo(LiveSession live) {
        leaving.add(live.pk());
        supervisor.part(live, PATIENCE).whenComplete((parted, failure) -> {
            try {
                if (Boolean.TRUE.equals(parted)) {
                    release(live);
                }
            } finally {
                leaving.remove(live.pk());
            }
        });
    }

    private void release(LiveSession live) {
        try {
            if (owners.release(live.pk(), lease.nodeId(), live.epoch)) {
                log.info("{} is for another node now", live);
            }
        } catch (RuntimeException e) {
            log.warn("{} could not be let go and stays: {}", live, e.getMessage());
            supervisor.takeBack(live);
        }
    }
}
