package io.staffetta.server.session;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs what is put into it one after the other, on a thread that exists only while there is something to run. */
final class Mailbox {

    private final Executor threads;
    private @Nullable ArrayDeque<Runnable> waiting;
    private boolean running;

    /** Runs on threads of this executor; tasks may block and must not throw. */
    Mailbox(Executor threads) {
        this.threads = threads;
    }

    void put(Runnable task) {
        synchronized (this) {
            if (running) {
                if (waiting == null) {
                    waiting = new ArrayDeque<>(4);
                }
                waiting.add(task);
                return;
            }
            running = true;
        }
        threads.execute(() -> drain(task));
    }

    private void drain(Runnable first) {
        Runnable task = first;
        while (task != null) {
            task.run();
            task = next();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = waiting == null ? null : waiting.poll();
        if (next == null) {
            waiting = null;
            running = false;
        }
        return next;
    }
}
