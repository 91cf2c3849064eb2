package io.staffetta.server.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Bounds how many messages of a user are with one engine at this node, or marked to be given to it. The others wait
 * unmarked, in the order in which they came: a crash leaves them in the queue and not in doubt, and what calls off their
 * session or lane calls them off. Thread-safe.
 */
final class Bulkhead {

    private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int free;

    Bulkhead(int places) {
        free = places;
    }

    /** Completes this with true once there is a place for it. Whoever completes it with false before gets none. */
    void ask(CompletableFuture<Boolean> place) {
        synchronized (waiting) {
            if (free == 0) {
                waiting.add(place);
            } else if (place.complete(true)) {
                free--;
            }
        }
    }

    /** Gives a place back, for the first who still wants it. */
    void leave() {
        synchronized (waiting) {
            while (!waiting.isEmpty()) {
                if (waiting.remove().complete(true)) {
                    return;
                }
            }
            free++;
        }
    }
}
