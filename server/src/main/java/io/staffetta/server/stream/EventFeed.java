package io.staffetta.server.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Follows the event log for this node: one reader, however many clients. It looks four times a second, and twenty times
 * while something happens and somebody watches. Polling is the truth; nothing that writes events waits for it.
 */
@Component
public class EventFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
    private static final int PAGE = 512;
    private static final Duration QUIET = Duration.ofMillis(250);
    private static final Duration BUSY = Duration.ofMillis(50);
    /** Between full pages, so that clients that keep up are not overrun by one burst. */
    private static final Duration BREATH = Duration.ofMillis(5);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final EventReader reader;
    private final EventJson json;
    private final OldestWriter oldest;
    private final Audience audience;
    private final List<Consumer<List<LoggedEvent>>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable Position head;

    EventFeed(EventReader reader, EventJson json, @Value("${staffetta.events.most-clients:20}") int mostPerUser) {
        this.reader = reader;
        this.json = json;
        this.oldest = new OldestWriter(reader::horizon, System::nanoTime);
        this.audience = new Audience(mostPerUser);
    }

    /**
     * Tells this listener of all events from now on, page by page, on the feed's thread: it has to be quick. What it
     * throws is logged and forgotten.
     */
    public void listen(Consumer<List<LoggedEvent>> listener) {
        listeners.add(listener);
    }

    /**
     * Takes a place at the feed, which is not served yet.
     *
     * @throws io.staffetta.core.Problem {@code too_many_streams}
     */
    void subscribe(Subscriber subscriber) {
        audience.join(subscriber);
    }

    /**
     * Begins to serve a place.
     *
     * @param seen up to where the client has read the log by itself, or null
     * @return the position after which it gets everything
     */
    Position goLive(Subscriber subscriber, @Nullable Position seen) {
        turn.lock();
        try {
            Position from = head();
            subscriber.goLive(seen != null && seen.compareTo(from) > 0 ? seen : from);
            return from;
        } finally {
            turn.unlock();
        }
    }

    void unsubscribe(Subscriber subscriber) {
        audience.leave(subscriber);
    }

    /** How many clients are served now. */
    public int clients() {
        return audience.size();
    }

    /** How many clients were closed since the start because they read too slowly. */
    public long dropped() {
        return dropped.get();
    }

    /** For how long an open transaction has held events back. */
    Duration heldBack() {
        return oldest.open();
    }

    @Override
    public void start() {
        running = true;
        begin();
        thread = Thread.ofVirtual().name("event-feed").start(this::follow);
    }

    @Override
    public void stop() {
        running = false;
        audience.close();
        LockSupport.unpark(thread);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the web server does, whose open requests are its clients. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    /** "From now on" is from here, not from when the thread gets its turn; later if the database is away. */
    private void begin() {
        try {
            currentHead();
        } catch (RuntimeException e) {
            log.warn("the event feed begins later: {}", e.getMessage());
        }
    }

    private void follow() {
        while (running) {
            Duration pause = AFTER_FAILURE;
            try {
                pause = pause(look());
                oldest.look();
                failing.set(false);
            } catch (RuntimeException e) {
                if (running && failing.compareAndSet(false, true)) {
                    log.warn("the event feed waits for the database: {}", e.getMessage());
                }
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private Duration pause(int read) {
        if (read == PAGE) {
            return BREATH;
        }
        return read > 0 && !audience.empty() ? BUSY : QUIET;
    }

    private int look() {
        Position from = currentHead();
        List<LoggedEvent> page = reader.tail(from, PAGE);
        if (page.isEmpty()) {
            return 0;
        }
        turn.lock();
        try {
            page.forEach(this::deliver);
            head = page.getLast().position();
        } finally {
            turn.unlock();
        }
        for (Consumer<List<LoggedEvent>> listener : listeners) {
            tell(listener, page);
        }
        return page.size();
    }

    private static void tell(Consumer<List<LoggedEvent>> listener, List<LoggedEvent> page) {
        try {
            listener.accept(page);
        } catch (RuntimeException e) {
            log.warn("a listener of the event feed failed: {}", e.getMessage());
        }
    }

    private void deliver(LoggedEvent event) {
        byte[] frame = null;
        int overflows = 0;
        for (Subscriber subscriber : audience.of(event.ownerId())) {
            if (subscriber.wants(event)) {
                if (frame == null && subscriber.plain()) {
                    frame = Frame.event(json.line(event));
                }
                Delivery delivery =
                        frame != null && subscriber.plain() ? new Delivery(event, frame) : new Delivery(event);
                overflows += subscriber.offer(delivery) ? 0 : 1;
            }
        }
        if (overflows > 0) {
            dropped.addAndGet(overflows);
            audience.tidy(event.ownerId());
        }
    }

    private Position currentHead() {
        turn.lock();
        try {
            return head();
        } finally {
            turn.unlock();
        }
    }

    private Position head() {
        Position known = head;
        if (known == null) {
            known = reader.end();
            head = known;
        }
        return known;
    }
}
