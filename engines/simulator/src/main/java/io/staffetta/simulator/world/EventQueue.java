package io.staffetta.simulator.world;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener one event after the other, in order, on a virtual thread that lives only while there is something to
 * tell. Holds a bounded number; an idle one holds nothing. Thread-safe.
 */
public final class EventQueue {

    private static final Logger LOG = System.getLogger(EventQueue.class.getName());
    private static final int CAPACITY = 16_384;
    private static final int COMFORTABLE = CAPACITY / 2;

    private final EngineListener listener;
    private @Nullable Queue<EngineEvent> waiting;
    private boolean closed;

    /** A queue to this listener. */
    public EventQueue(EngineListener listener) {
        this.listener = listener;
    }

    /**
     * Adds an event; after {@link #close} it is dropped silently.
     *
     * @return false if the listener is so far behind that the event found no room
     */
    public synchronized boolean add(EngineEvent event) {
        if (closed) {
            return true;
        }
        if (waiting != null && waiting.size() >= CAPACITY) {
            return false;
        }
        addLast(event);
        return true;
    }

    /** Adds an event for which there is always room, such as the one that says why no others follow. */
    public synchronized void addLast(EngineEvent event) {
        if (closed) {
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
            Thread.startVirtualThread(this::tell);
        }
        waiting.add(event);
    }

    /**
     * Waits while the listener is far behind, so that whoever causes events does not drown it.
     *
     * @return false if it still is after this long, or the thread was interrupted
     */
    public synchronized boolean awaitRoom(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (waiting != null && waiting.size() > COMFORTABLE) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Drops what is waiting; nothing is told any more. */
    public synchronized void close() {
        closed = true;
        waiting = null;
        notifyAll();
    }

    private void tell() {
        for (EngineEvent event = next(); event != null; event = next()) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a listener failed on " + event.getClass().getSimpleName(), e);
            }
        }
    }

    private synchronized @Nullable EngineEvent next() {
        if (waiting == null) {
            return null;
        }
        EngineEvent event = waiting.poll();
        if (event == null) {
            waiting = null;
        } else if (waiting.size() == COMFORTABLE) {
            notifyAll();
        }
        return event;
    }
}
