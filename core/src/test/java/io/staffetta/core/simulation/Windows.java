package io.staffetta.core.simulation;

import io.staffetta.core.pacing.SendWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a node remembers of its numbers' sends. */
final class Windows {

    private final World world;
    private final Map<Integer, SendWindow> windows = new HashMap<>();

    Windows(World world) {
        this.world = world;
    }

    void forget() {
        windows.clear();
    }

    SendWindow of(Session session) {
        return windows.computeIfAbsent(key(session), key -> new SendWindow(List.of()));
    }

    /** Reads a number's window when one of its sessions is attached. */
    void read(Session session) {
        if (world.rules.keeps(Guard.WINDOW_COMES_FROM_LOG)) {
            windows.put(key(session), new SendWindow(world.store.sends(session, world.clock.business())));
        }
    }

    /** Nothing of a message left after all. */
    void nothingLeft(Message message, Session session) {
        world.store.sendLog.stream()
                .filter(sent -> sent.message() == message && sent.attempt() == message.attempt)
                .findFirst()
                .ifPresent(sent -> of(session).giveBack(sent.at()));
    }

    private int key(Session session) {
        return world.rules.keeps(Guard.WINDOW_IS_THE_NUMBERS) ? session.number : 100 + session.id;
    }
}
