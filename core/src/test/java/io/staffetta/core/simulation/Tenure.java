package io.staffetta.core.simulation;

import io.staffetta.core.message.MessageState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sessions that a node owns, as it knows, and how it comes to own them. */
final class Tenure {

    private final World world;
    private final Node node;
    private final Map<Integer, Long> owned = new TreeMap<>();

    Tenure(World world, Node node) {
        this.world = world;
        this.node = node;
    }

    void forget() {
        owned.clear();
    }

    List<Session> sessions() {
        return owned.keySet().stream().map(world.store.sessions::get).toList();
    }

    boolean owns(Session session) {
        return owned.getOrDefault(session.id, -1L) == session.ownerEpoch;
    }

    long believedEpoch(Session session) {
        return owned.getOrDefault(session.id, -1L);
    }

    /** Takes the sessions that are its own, or nobody's any more: first ownership, then what they left, then the link. */
    void takeOver() {
        for (Session session : world.store.sessions) {
            boolean mine = session.owner == node.id && !owns(session);
            if (mine || world.nodes.get(session.owner).abandoned()) {
                session.owner = node.id;
                session.ownerEpoch++;
                long epoch = session.ownerEpoch;
                world.clock.tell("node %d takes %s under epoch %d", node.id, session, epoch);
                node.later(world.clock.between(0, 3_000), () -> heal(session, epoch));
            }
        }
    }

    private void heal(Session session, long epoch) {
        if (session.ownerEpoch != epoch) {
            return;
        }
        for (Message m : world.store.messages()) {
            if (m.session == session && m.ownerEpoch != epoch && m.open()) {
                world.rules.crash(m.state).ifPresent(to -> {
                    world.store.move(m, to, "former owner gone");
                    if (to == MessageState.IN_DOUBT) {
                        world.settlement.doubt(m);
                    }
                });
            }
        }
        owned.put(session.id, epoch);
        node.links().taken(session);
    }
}
