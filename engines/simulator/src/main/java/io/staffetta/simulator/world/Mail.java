package io.staffetta.simulator.world;

import io.staffetta.core.engine.EngineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Receipts and people's messages for a session: kept while it is away, and told again after a reconnect if they were
 * told so shortly before that whoever heard them may have died over it. Guarded by its line.
 */
final class Mail {

    private static final int KEPT = 10_000;
    private static final int TOLD = 256;
    private static final Duration SHORTLY = Duration.ofSeconds(60);

    private final Deque<EngineEvent> kept = new ArrayDeque<>(4);
    private final Deque<Told> told = new ArrayDeque<>(4);

    private record Told(EngineEvent event, Instant at) {}

    /** Keeps one for later; the oldest give way when there are too many. */
    void keep(EngineEvent event) {
        if (kept.size() == KEPT) {
            kept.remove();
        }
        kept.add(event);
    }

    /** Remembers that this one was told now. */
    void told(EngineEvent event, Instant now) {
        Instant longAgo = now.minus(SHORTLY);
        while (!told.isEmpty() && (told.size() == TOLD || told.element().at().isBefore(longAgo))) {
            told.remove();
        }
        told.add(new Told(event, now));
    }

    /** All that a session which comes back has to hear, in order; it counts as told now. */
    List<EngineEvent> collect(Instant now) {
        Instant longAgo = now.minus(SHORTLY);
        List<EngineEvent> all = new ArrayList<>();
        told.stream().filter(t -> !t.at().isBefore(longAgo)).forEach(t -> all.add(t.event()));
        all.addAll(kept);
        kept.clear();
        told.clear();
        all.forEach(event -> told(event, now));
        return all;
    }
}
