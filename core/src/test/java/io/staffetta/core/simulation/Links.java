package io.staffetta.core.simulation;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionStep;
import io.staffetta.core.session.SessionTrigger;
import java.util.Optional;
import java.util.OptionalLong;

/** A node's hold on its sessions' connections: drives the session machine and does what it says. */
final class Links {

    private final World world;
    private final Node node;

    Links(World world, Node node) {
        this.world = world;
        this.node = node;
    }

    void taken(Session session) {
        if (session.state != SessionState.STOPPED) {
            apply(session, SessionTrigger.Tenure.TAKEN);
        }
    }

    void said(Session session, EngineEvent event) {
        apply(session, new SessionTrigger.Said(event));
    }

    void apply(Session session, SessionTrigger trigger) {
        if (!node.tenure().owns(session)) {
            return;
        }
        SessionState before = session.state;
        SessionStep step = world.rules.session(session, trigger);
        world.clock.tell("%s on %s: %s", session, trigger, step.state());
        Broken.unless(
                step.state() == before
                        || !before.atRest()
                        || before == SessionState.STOPPED
                        || trigger instanceof SessionTrigger.Command,
                "%s left its rest for %s on %s",
                session,
                step.state(),
                trigger);
        session.state = step.state();
        act(session, step.action());
        if (session.state.up() && !before.up()) {
            session.backoff = session.backoff.wasUp(java.time.Duration.ofMinutes(5));
            node.attached(session);
        } else if (before.up() && !session.state.up()) {
            node.detached(session);
        }
        if (session.state == SessionState.ERROR || session.state == SessionState.LOGGED_OUT) {
            pauseLanes(session);
        }
    }

    private void act(Session session, SessionStep.Action action) {
        switch (action) {
            case NONE, REFRESH -> {}
            case CONNECT -> connect(session);
            case RECONNECT_LATER -> {
                session.connection++;
                session.backoff = session.backoff.dropped();
                node.later(
                        session.backoff.delay(world.clock.random()).toMillis(),
                        () -> apply(session, SessionTrigger.Timer.RECONNECT_DUE));
            }
            case CLOSE, FORGET, LOG_OUT -> session.connection++;
        }
    }

    private void connect(Session session) {
        int connection = ++session.connection;
        node.later(world.clock.between(100, 3_000), () -> {
            if (session.connection == connection) {
                said(session, greeting(session));
            }
        });
    }

    private EngineEvent greeting(Session session) {
        if (session.banned) {
            return new EngineEvent.Banned("");
        }
        if (!session.linked) {
            return new EngineEvent.LoggedOut("");
        }
        return world.mischief.over() || world.clock.chance(0.9)
                ? new EngineEvent.Ready(OptionalLong.of(session.number), Optional.empty())
                : new EngineEvent.Disconnected("");
    }

    private void pauseLanes(Session session) {
        for (Lane lane : world.store.lanes) {
            if (lane.session == session && lane.status == CampaignStatus.RUNNING) {
                lane.status = lane.status.to(CampaignStatus.PAUSED);
            }
        }
    }
}
