package io.staffetta.server.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's place at the feed: a bounded queue. Whoever reads too slowly is closed; nobody ever waits for it. */
final class Subscriber {

    static final int CAPACITY = 1024;

    private static final int AT_ONCE = 256;

    private final EventSelection selection;
    private final BlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(CAPACITY + 1);
    private volatile @Nullable Position begins;
    private volatile boolean closed;

    Subscriber(EventSelection selection) {
        this.selection = selection;
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

    /** Hands over a frame. False if there is no room: then it is closed. */
    boolean offer(byte[] frame) {
        if (closed) {
            return false;
        }
        if (frames.size() >= CAPACITY) {
            close();
            return false;
        }
        return frames.offer(frame);
    }

    /** Ends it; who waits for frames is woken. */
    void close() {
        closed = true;
        frames.clear();
        // There is room now; an empty frame wakes the reader.
        var _ = frames.offer(new byte[0]);
    }

    /** What has come, waiting this long for something; null if nothing did. */
    @Nullable
    List<byte[]> take(Duration patience) throws InterruptedException {
        byte[] first = frames.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return null;
        }
        List<byte[]> taken = new ArrayList<>();
        taken.add(first);
        frames.drainTo(taken, AT_ONCE);
        return taken;
    }
}
