package io.staffetta.core.simulation;

import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.pacing.NumberWindow;
import io.staffetta.core.pacing.SendWindow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a node thinks its numbers may send, so that it claims nothing in vain. It may be wrong: the mark decides. */
final class Desk {

    private final World world;
    private final Map<Integer, NumberWindow> windows = new HashMap<>();

    Desk(World world) {
        this.world = world;
    }

    void forget() {
        windows.clear();
    }

    SendWindow.Decision check(Session session, Instant at) {
        return of(session).check(at, 0);
    }

    void record(Session session, Instant at) {
        of(session).record(at);
    }

    void giveBack(Session session, Instant at) {
        of(session).giveBack(at);
    }

    /** Reads a number's window when one of its sessions is attached, and when it turns out to be wrong. */
    void read(Session session) {
        Set<NumberLimits> limits = world.rules.limits(session, world.store.sessions);
        windows.put(session.number, new NumberWindow(limits, world.store.sends(session, world.clock.business())));
    }

    /** Nothing of a message left after all. */
    void nothingLeft(Message message, Session session) {
        world.store.sendLog.stream()
                .filter(sent -> sent.message() == message && sent.attempt() == message.attempt)
                .findFirst()
                .ifPresent(sent -> giveBack(session, sent.at()));
    }

    private NumberWindow of(Session session) {
        if (!windows.containsKey(session.number)) {
            read(session);
        }
        return windows.get(session.number);
    }
}
