package io.staffetta.server.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's place at the feed: a bounded queue. Whoever reads too slowly is closed; nobody ever waits for it. */
final class Subscriber {

    static final int CAPACITY = 1024;

    private static final int AT_ONCE = 256;

    private final EventSelection selection;
    private final boolean plain;
    /** Empty: nothing more comes. */
    private final BlockingQueue<Optional<Delivery>> events = new ArrayBlockingQueue<>(CAPACITY + 1);

    private volatile @Nullable Position begins;
    private volatile boolean closed;

    /** Plain is who takes events in the product's own words. */
    Subscriber(EventSelection selection, boolean plain) {
        this.selection = selection;
        this.plain = plain;
    }

    boolean plain() {
        return plain;
    }

    EventSelection selection() {
        return selection;
    }

    boolean closed() {
        return closed;
    }

    /** From now on it gets what happens after this position; before, it reads the log by itself. */
    void goLive(Position after) {
        begins = after;
    }

    boolean wants(LoggedEvent event) {
        Position after = begins;
        return after != null && event.position().compareTo(after) > 0 && selection.holds(event);
    }

    /** Hands over an event. False if there is no room: then it is closed. */
    boolean offer(Delivery delivery) {
        if (closed) {
            return false;
        }
        if (events.size() >= CAPACITY) {
            close();
            return false;
        }
        return events.offer(Optional.of(delivery));
    }

    /** Ends it; who waits for events is woken. */
    void close() {
        closed = true;
        events.clear();
        // There is room now; this wakes the reader.
        var _ = events.offer(Optional.empty());
    }

    /** What has come, waiting this long for something; null if nothing did. */
    @Nullable
    List<Delivery> take(Duration patience) throws InterruptedException {
        Optional<Delivery> first = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return null;
        }
        List<Optional<Delivery>> taken = new ArrayList<>();
        taken.add(first);
        events.drainTo(taken, AT_ONCE);
        return taken.stream().flatMap(Optional::stream).toList();
    }
}
