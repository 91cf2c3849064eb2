package io.staffetta.core.simulation;

import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.pacing.NumberWindow;
import io.staffetta.core.pacing.SendWindow.Decision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a process remembers of numbers' sends when it marks. While it was the last to write into a number's part of the log, it
 * need not read it, except before it refuses anything.
 */
final class Memory {

    private final World world;
    private final Node node;
    private final Map<Integer, NumberWindow> windows = new HashMap<>();

    Memory(World world, Node node) {
        this.world = world;
        this.node = node;
    }

    void forget() {
        windows.clear();
    }

    /** Whether the limits leave room for what this session would send now. */
    boolean room(Session session, Instant now) {
        Set<NumberLimits> limits = world.rules.limits(session, world.store.sessions);
        NumberWindow known = windows.get(key(session));
        boolean others = world.store.lastWriters.getOrDefault(session.number, -1L) != node.process()
                && world.rules.keeps(Guard.WINDOW_KNOWS_OF_OTHERS);
        if (known == null) {
            known = world.rules.keeps(Guard.WINDOW_COMES_FROM_LOG) ? read(session, limits) : begin(session, limits);
        } else if (others || !known.holds(limits)) {
            known = read(session, limits);
        }
        world.store.lastWriters.put(session.number, node.process());
        return known.check(now, 0) instanceof Decision.Free
                || (world.rules.keeps(Guard.WINDOW_COMES_FROM_LOG)
                        && read(session, limits).check(now, 0) instanceof Decision.Free);
    }

    void record(Session session, Instant at) {
        windows.get(key(session)).record(at);
    }

    private NumberWindow read(Session session, Set<NumberLimits> limits) {
        NumberWindow window = new NumberWindow(limits, world.store.sends(session, world.clock.business()));
        windows.put(key(session), window);
        return window;
    }

    private NumberWindow begin(Session session, Set<NumberLimits> limits) {
        NumberWindow window = new NumberWindow(limits, List.of());
        windows.put(key(session), window);
        return window;
    }

    private int key(Session session) {
        return world.rules.keeps(Guard.WINDOW_IS_THE_NUMBERS) ? session.number : 100 + session.id;
    }
}
