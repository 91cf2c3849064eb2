package io.staffetta.server.stream;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Serves one client on the client's own thread: first what it missed, read from the log, then what happens, from the
 * feed. Few replay at a time, so that returning clients do not crowd out those who send.
 */
@Component
public class EventStream {

    private static final int PAGE = 500;
    private static final int REPLAYS_AT_ONCE = 3;
    /** A credential may end meanwhile: clients come back with a fresh one, and miss nothing. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final EventReader reader;
    private final EventFeed feed;
    private final EventJson json;
    private final Duration heartbeat;
    private final Semaphore replays = new Semaphore(REPLAYS_AT_ONCE, true);

    EventStream(
            EventReader reader,
            EventFeed feed,
            EventJson json,
            @Value("${staffetta.events.heartbeat:15s}") Duration heartbeat) {
        this.reader = reader;
        this.feed = feed;
        this.json = json;
        this.heartbeat = heartbeat;
    }

    /** Somebody's stream, with its place at the feed taken. Closing it gives the place back. */
    public final class Opened implements AutoCloseable {

        private final Subscriber subscriber;
        private final EventLines lines;
        private final @Nullable String lastSeen;

        private Opened(Subscriber subscriber, EventLines lines, @Nullable String lastSeen) {
            this.subscriber = subscriber;
            this.lines = lines;
            this.lastSeen = lastSeen;
        }

        /** Writes until the client is gone or too slow, an hour has passed, or the product stops. */
        public void writeTo(OutputStream out) throws IOException, InterruptedException {
            Optional<Position> resume =
                    Optional.ofNullable(lastSeen).flatMap(Position::parse).filter(reader::holds);
            if (resume.isPresent()) {
                replay(resume.get(), out);
            } else {
                Position head = feed.goLive(subscriber, null);
                out.write(lastSeen == null ? Frame.begin(head) : Frame.reset(head));
            }
            out.flush();
            live(out);
        }

        /** Reads the log to its end, takes the place, and reads what came between the two. */
        private void replay(Position from, OutputStream out) throws IOException, InterruptedException {
            Position at = from;
            List<LoggedEvent> page;
            do {
                page = page(at);
                at = write(page, at, null, out);
            } while (page.size() == PAGE && !subscriber.closed());
            Position head = feed.goLive(subscriber, at);
            while (at.compareTo(head) < 0) {
                page = page(at);
                if (page.isEmpty()) {
                    return;
                }
                at = write(page, at, head, out);
            }
        }

        private Position write(List<LoggedEvent> page, Position from, @Nullable Position upTo, OutputStream out)
                throws IOException {
            var _ = write(
                    page.stream()
                            .filter(event -> upTo == null || event.position().compareTo(upTo) <= 0)
                            .filter(subscriber.selection()::holds)
                            .toList(),
                    out);
            out.flush();
            return page.isEmpty() ? from : page.getLast().position();
        }

        private List<LoggedEvent> page(Position at) throws InterruptedException {
            replays.acquire();
            try {
                return reader.after(at, PAGE);
            } finally {
                replays.release();
            }
        }

        private void live(OutputStream out) throws IOException, InterruptedException {
            long end = System.nanoTime() + LONGEST.toNanos();
            while (!subscriber.closed() && System.nanoTime() < end) {
                List<Delivery> deliveries = subscriber.take(heartbeat);
                if (deliveries == null || !deliver(deliveries, out)) {
                    out.write(Frame.HEARTBEAT);
                }
                out.flush();
            }
        }

        private boolean deliver(List<Delivery> deliveries, OutputStream out) throws IOException {
            if (!subscriber.plain()) {
                return write(deliveries.stream().map(Delivery::event).toList(), out);
            }
            for (Delivery delivery : deliveries) {
                if (subscriber.closed()) {
                    break;
                }
                delivery.writeFrame(out);
            }
            return !deliveries.isEmpty();
        }

        /** Whether anything was written: of some events a client is not told. */
        private boolean write(List<LoggedEvent> events, OutputStream out) throws IOException {
            List<EventLines.Line> told = events.isEmpty() ? List.of() : lines.of(events);
            for (EventLines.Line line : told) {
                if (subscriber.closed()) {
                    break;
                }
                out.write(Frame.event(line));
            }
            return !told.isEmpty();
        }

        @Override
        public void close() {
            feed.unsubscribe(subscriber);
        }
    }

    /**
     * Opens a stream.
     *
     * @param lastSeen the id of the last event the client saw, or null if it wants only what happens from now on
     * @throws Problem {@code too_many_streams}
     */
    public Opened open(EventSelection selection, @Nullable String lastSeen) {
        return open(new Subscriber(selection, true), json, lastSeen);
    }

    /** The same, told in other words than the product's own. */
    public Opened open(EventSelection selection, @Nullable String lastSeen, EventLines lines) {
        return open(new Subscriber(selection, false), lines, lastSeen);
    }

    private Opened open(Subscriber subscriber, EventLines lines, @Nullable String lastSeen) {
        feed.subscribe(subscriber);
        return new Opened(subscriber, lines, lastSeen);
    }
}
