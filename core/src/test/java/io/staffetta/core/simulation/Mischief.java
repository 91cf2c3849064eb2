package io.staffetta.core.simulation;

import io.staffetta.core.engine.EngineEvent;
import java.time.Duration;
import java.time.Instant;

/** Everything that goes wrong, and everything that people want in the middle of it. */
final class Mischief {

    private static final double TEMPTATION = 0.12;

    private final World world;
    private final Clockwork clock;
    private final People people;
    private boolean over;

    Mischief(World world) {
        this.world = world;
        this.clock = world.clock;
        this.people = new People(world);
    }

    People people() {
        return people;
    }

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    /** Goes on by itself. */
    void begin() {
        clock.in(clock.between(1_000, 3_600_000), () -> {
            if (!over) {
                strike();
                begin();
            }
        });
    }

    /** Something delicate is going on. */
    void tempted() {
        if (!over && clock.chance(TEMPTATION)) {
            clock.in(clock.between(0, 4_000), () -> {
                if (!over) {
                    strike();
                }
            });
        }
    }

    /** An answer has come and is not written yet: a bad moment to freeze. */
    void answerAtHand(Node node) {
        if (!over && clock.chance(0.04)) {
            node.freeze(clock.between(0, 120_000));
        }
        tempted();
    }

    private void strike() {
        switch (clock.random().nextInt(25)) {
            case 0, 1, 2 -> clock.pick(world.nodes).crash();
            case 3 -> clock.pick(world.nodes).freeze(clock.between(-5_000, 5_000));
            case 4, 5 -> clock.pick(world.nodes).freeze(clock.between(0, 400_000));
            case 6, 7, 8 -> people.changeNumber();
            case 9, 10 -> people.pause();
            case 11 -> people.stop();
            case 12 -> people.optOut();
            case 13 -> people.reply();
            case 14, 15 -> said(new EngineEvent.Disconnected(""));
            case 16 -> ban();
            case 17 -> restrict();
            case 18 -> clock.jump(Duration.ofSeconds(clock.between(-100_000, 100_000)));
            case 19 -> people.cancel();
            case 20 -> people.retry();
            case 21 -> people.resolve();
            case 22 -> people.force();
            case 23 -> world.outside.outage(clock.pick(world.store.sessions), clock.between(60_000, 10_000_000));
            default -> people.pairAnew();
        }
        world.pokeAll();
    }

    private void said(EngineEvent event) {
        Session session = clock.pick(world.store.sessions);
        world.actingOwner(session).ifPresent(node -> node.links().said(session, event));
    }

    private void ban() {
        Session session = clock.pick(world.store.sessions);
        if (session.state.up() && clock.chance(0.5)) {
            session.banned = true;
            world.actingOwner(session).ifPresent(node -> node.links().said(session, new EngineEvent.Banned("")));
        }
    }

    private void restrict() {
        Session session = clock.pick(world.store.sessions);
        session.restricted = true;
        session.restriction++;
        Instant until = clock.business().plusSeconds(clock.between(60, 40_000));
        world.actingOwner(session)
                .ifPresent(node -> node.links().said(session, new EngineEvent.Restricted(until, "new_chats")));
        int restriction = session.restriction;
        clock.in(Duration.between(clock.business(), until), () -> {
            if (session.restriction == restriction) {
                lift(session);
            }
        });
    }

    void lift(Session session) {
        session.restricted = false;
        world.actingOwner(session).ifPresent(node -> node.links().said(session, new EngineEvent.Unrestricted()));
        world.pokeAll();
    }
}
