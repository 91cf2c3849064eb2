package io.staffetta.server.dispatch;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** When each session wants to be thought of again; a newer wish replaces the older. Confined to the dispatch loop. */
final class Wakes {

    private final PriorityQueue<Wake> queue = new PriorityQueue<>(Comparator.comparingLong(Wake::nanos));

    private record Wake(long nanos, Runner runner) {}

    void plan(Runner runner, long nanos) {
        runner.wakeNanos(nanos);
        queue.add(new Wake(nanos, runner));
    }

    void cancel(Runner runner) {
        runner.wakeNanos(Long.MAX_VALUE);
    }

    /** Hands over the sessions whose time has come. */
    void due(long now, Consumer<Runner> to) {
        for (Wake next = queue.peek(); next != null && next.nanos() <= now; next = queue.peek()) {
            queue.remove();
            if (next.runner().wakeNanos() == next.nanos()) {
                to.accept(next.runner());
            }
        }
    }

    /** When the next one is due, at the latest at this time. */
    long next(long atLatest) {
        Wake next = queue.peek();
        return next == null ? atLatest : Math.min(atLatest, next.nanos());
    }
}
