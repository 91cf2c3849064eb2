package io.staffetta.core.simulation;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionTrigger.Command;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What people do: users with their campaigns, and those whom they write to. */
final class People {

    private final World world;
    private final Clockwork clock;

    People(World world) {
        this.world = world;
        this.clock = world.clock;
    }

    void optOut() {
        message(m -> true).ifPresent(m -> world.store.optedOut.add(m.phone));
    }

    void reply() {
        message(m -> true).ifPresent(m -> world.store.wrote(m.phone));
    }

    void changeNumber() {
        Lane lane = clock.pick(world.store.lanes);
        Session session = clock.pick(world.store.sessions);
        if (session.state.active() && !lane.status.ended()) {
            changeTo(lane, session);
        }
    }

    void changeTo(Lane lane, Session session) {
        lane.session = session;
        lane.epoch++;
        clock.tell("changed: %s", lane);
    }

    void pause() {
        Lane lane = clock.pick(world.store.lanes);
        if (lane.status == CampaignStatus.RUNNING) {
            lane.status = lane.status.to(CampaignStatus.PAUSED);
            clock.tell("paused: %s", lane);
            clock.in(clock.between(1_000, 7_200_000), () -> resume(lane));
        }
    }

    void resume(Lane lane) {
        if (lane.status == CampaignStatus.PAUSED) {
            world.store.resume(lane);
            world.pokeAll();
        }
    }

    void stop() {
        Lane lane = clock.pick(world.store.lanes);
        if (clock.chance(0.3) && lane.status == CampaignStatus.RUNNING) {
            lane.status = lane.status.to(CampaignStatus.STOPPED);
            clock.tell("stopped: %s", lane);
            sweep(lane);
        }
    }

    private void sweep(Lane lane) {
        lane.messages.stream()
                .filter(m -> m.state == MessageState.QUEUED)
                .forEach(m -> world.store.end(m, MessageState.SKIPPED, EndReason.CANCELLED));
        if (lane.messages.stream().anyMatch(m -> !m.state.ended())) {
            clock.in(60_000, () -> sweep(lane));
        }
    }

    void cancel() {
        message(m -> m.state == MessageState.CLAIMED)
                .ifPresent(m -> world.store.end(m, MessageState.SKIPPED, EndReason.CANCELLED));
    }

    void retry() {
        message(m -> m.state == MessageState.FAILED && m.lane.status != CampaignStatus.STOPPED)
                .ifPresent(m -> {
                    m.licence += m.arrivals > 0 ? 1 : 0;
                    m.retried = m.arrivals > 0;
                    m.undeliverable = false;
                    again(m);
                });
    }

    void resolve() {
        message(m -> m.state == MessageState.IN_DOUBT && m.lane.status != CampaignStatus.STOPPED)
                .ifPresent(m -> {
                    m.licence++;
                    m.mayHaveLeft = true;
                    again(m);
                });
    }

    private void again(Message m) {
        m.attempts = 0;
        m.firstAttempt = null;
        m.due = clock.business();
        world.store.move(m, MessageState.QUEUED, "a person asks");
    }

    void force() {
        message(m -> m.state == MessageState.QUEUED).ifPresent(m -> {
            m.forced = true;
            m.due = Node.earlier(m.due, clock.business());
            clock.tell("forced: %s", m);
        });
    }

    /** The last session gets the number of the first, or the other way round. */
    void pairAnew() {
        List<Session> all = world.store.sessions;
        Session first = all.getFirst();
        Session twin = all.getLast();
        Session from = twin.linked ? twin : first;
        Session to = from == twin ? first : twin;
        if (to.banned
                || world.actingOwner(from).isEmpty()
                || world.actingOwner(to).isEmpty()) {
            return;
        }
        from.linked = false;
        world.actingOwner(from).ifPresent(node -> node.links().apply(from, Command.LOG_OUT));
        to.linked = true;
        world.actingOwner(to).ifPresent(node -> node.links().apply(to, Command.START));
        for (Lane lane : world.store.lanes) {
            if (lane.session == from && !lane.status.ended()) {
                changeTo(lane, to);
                resume(lane);
            }
        }
    }

    /** Whom it may concern, rather somebody whose message is on its way. */
    private Optional<Message> message(Predicate<Message> wanted) {
        List<Message> all = world.store.messages().stream().filter(wanted).toList();
        List<Message> open = all.stream().filter(Message::open).toList();
        List<Message> preferred = open.isEmpty() || clock.chance(0.3) ? all : open;
        return preferred.isEmpty() ? Optional.empty() : Optional.of(clock.pick(preferred));
    }

    /** A person puts the world in order: everything linked, everything running. */
    void restoreOrder() {
        for (Session session : world.store.sessions) {
            session.banned = false;
            world.mischief.lift(session);
            if (session.linked && session.state != SessionState.READY) {
                world.actingOwner(session).ifPresent(node -> node.links().apply(session, Command.START));
            }
        }
        Session healthy = world.store.sessions.get(1);
        for (Lane lane : world.store.lanes) {
            if (!lane.session.linked && !lane.status.ended()) {
                changeTo(lane, healthy);
            }
            resume(lane);
        }
        world.pokeAll();
    }
}
