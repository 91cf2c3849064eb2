package io.staffetta.core.simulation;

import io.staffetta.core.message.ReceiptLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything together: the database, the other side, two nodes and the mischief. */
final class World {

    final Clockwork clock;
    final Rules rules;
    final Store store;
    final Outside outside;
    final Settlement settlement;
    final List<Node> nodes = new ArrayList<>();
    final Mischief mischief;

    World(long seed, @Nullable Guard without, boolean telling) {
        clock = new Clockwork(seed, telling);
        rules = new Rules(without);
        store = new Store(clock, rules);
        outside = new Outside(clock, store, this::receipt, this::undeliverable);
        settlement = new Settlement(this);
        mischief = new Mischief(this);
        nodes.add(new Node(this, 0));
        nodes.add(new Node(this, 1));
    }

    /** The node that owns a session, if it is there to act for it. */
    Optional<Node> actingOwner(Session session) {
        return Optional.of(nodes.get(session.owner))
                .filter(Node::acts)
                .filter(node -> node.tenure().owns(session));
    }

    void pokeAll() {
        nodes.forEach(Node::poke);
    }

    /** The other side keeps what it has to say until somebody listens, or the link is gone. */
    private void receipt(Outside.Arrival arrival, ReceiptLevel level) {
        if (actingOwner(arrival.session()).isPresent()
                && arrival.session().state.up()) {
            if (arrival.message().attempt == arrival.attempt()
                    && arrival.message().told.compareTo(level.state()) < 0) {
                arrival.message().told = level.state();
                store.touch();
            }
            settlement.receipt(arrival.engineId(), level);
        } else if (!arrival.session().state.atRest()) {
            clock.in(clock.between(5_000, 300_000), () -> receipt(arrival, level));
        }
    }

    private void undeliverable(Outside.Arrival arrival) {
        if (arrival.message().attempt == arrival.attempt()) {
            settlement.undeliverable(arrival.engineId());
        }
    }
}
