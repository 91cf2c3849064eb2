package io.staffetta.server.dispatch;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** When each session wants to be thought of again; a newer wish replaces the older. Confined to the dispatch loop. */
final class Wakes {

    private final NavigableSet<Wake> queue = new TreeSet<>(Comparator.comparingLong(Wake::nanos)
            .thenComparingLong(wake -> wake.runner().carrier().sessionPk()));

    private record Wake(long nanos, Runner runner) {}

    void plan(Runner runner, long nanos) {
        cancel(runner);
        runner.wakeNanos(nanos);
        queue.add(new Wake(nanos, runner));
    }

    void cancel(Runner runner) {
        queue.remove(new Wake(runner.wakeNanos(), runner));
        runner.wakeNanos(Long.MAX_VALUE);
    }

    /** Hands over the sessions whose time has come. */
    void due(long now, Consumer<Runner> to) {
        while (!queue.isEmpty() && queue.first().nanos() <= now) {
            Runner runner = queue.first().runner();
            cancel(runner);
            to.accept(runner);
        }
    }

    /** When the next one is due, at the latest at this time. */
    long next(long atLatest) {
        return queue.isEmpty() ? atLatest : Math.min(atLatest, queue.first().nanos());
    }

    int size() {
        return queue.size();
    }
}
