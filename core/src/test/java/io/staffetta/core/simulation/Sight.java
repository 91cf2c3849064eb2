package io.staffetta.core.simulation;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.delivery.SendingGuard;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.Breaker;
import io.staffetta.core.pacing.SendWindow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a node sees of the messages that wait for its sessions. */
final class Sight {

    private final World world;
    private final Desk desk;

    Sight(World world, Desk desk) {
        this.world = world;
        this.desk = desk;
    }

    /** What waits for a session, in the order in which it goes. */
    List<Message> waiting(Session session) {
        return world.store.lanes.stream()
                .filter(lane -> lane.session == session && lane.laneStatus() == LaneStatus.OPEN)
                .flatMap(lane -> lane.messages.stream())
                .filter(m -> m.state == MessageState.QUEUED)
                .filter(m -> !session.restricted || m.parked != session.restriction)
                .sorted(Comparator.comparing((Message m) -> !m.forced)
                        .thenComparing(m -> m.due)
                        .thenComparingInt(m -> m.id))
                .toList();
    }

    /** When a message may go as far as can be foreseen. */
    Instant possible(Message m, Session session, Breaker breaker, Instant now) {
        Instant at = m.due.isAfter(now) && world.rules.keeps(Guard.CLAIM_NEEDS_DUE) ? m.due : now;
        Optional<Instant> rest = breaker.restsUntil(now);
        if (rest.isPresent() && rest.get().isAfter(at)) {
            at = rest.get();
        }
        if (m.forced) {
            return at;
        }
        Instant open = m.lane.hours.nextOpening(at);
        return desk.check(session, open) instanceof SendWindow.Decision.Full(var _, Instant next) && next.isAfter(open)
                ? next
                : open;
    }

    /** The truth about a claimed message at this moment, and whether the number has room. */
    SendingGuard.Facts facts(Message m, Session session, long ownerEpoch, long laneEpoch, boolean room) {
        Instant now = world.clock.business();
        return new SendingGuard.Facts(
                world.store.optedOut.contains(m.phone),
                ownerEpoch,
                session.ownerEpoch,
                laneEpoch,
                m.lane.epoch,
                m.lane.laneStatus(),
                m.expires != null && !now.isBefore(m.expires),
                world.store.answered(m),
                session.restricted && world.store.firstContact(session, m.phone),
                room,
                m.lane.hours.open(now),
                m.forced);
    }
}
