package io.staffetta.baileys;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps one child for all sessions: starts it for the first that wants to connect, watches it, and after its death starts
 * another for the next that wants to, with growing pauses. Its monitor guards which child there is; nothing is told or
 * waited for under it. Thread-safe.
 */
final class Sidecar implements AutoCloseable, Child.Hearer {

    private static final Logger LOG = System.getLogger(Sidecar.class.getName());
    private static final Duration HELLO = Duration.ofSeconds(60);

    private final Launcher launcher;
    private final Rhythm rhythm;
    private final Codec codec = new Codec();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, BaileysConnection> carried = new ConcurrentHashMap<>();
    private List<BaileysConnection> waiting = new ArrayList<>();
    private @Nullable Child current;
    private boolean starting;
    private boolean closed;
    private Duration pause = Duration.ZERO;
    private long startedNanos;
    private volatile Usage usage = new Usage(0, Duration.ZERO, 0);

    Sidecar(Launcher launcher, Rhythm rhythm) {
        this.launcher = launcher;
        this.rhythm = rhythm;
    }

    /** The last that was heard of what the child uses. */
    Usage usage() {
        return usage;
    }

    /** The process that runs now. */
    synchronized @Nullable Child current() {
        return current;
    }

    /** Names a connection's next attempt on the wire. */
    long newNumber(BaileysConnection connection) {
        long number = numbers.incrementAndGet();
        carried.put(number, connection);
        return number;
    }

    /** That attempt is over. */
    void forget(long number) {
        carried.remove(number);
    }

    /** Carries the connection as soon as there is a child. */
    void whenUp(BaileysConnection connection) {
        Child child;
        synchronized (this) {
            if (closed) {
                return;
            }
            child = current;
            if (child == null) {
                waiting.add(connection);
                if (!starting) {
                    starting = true;
                    Thread.ofVirtual().name("baileys-start").start(this::startUp);
                }
                return;
            }
        }
        connection.carryOver(child);
    }

    private void startUp() {
        LockSupport.parkNanos(takePause().toNanos());
        Child child = null;
        UnavailableException failure = null;
        try {
            child = launched();
        } catch (UnavailableException e) {
            failure = e;
            LOG.log(Level.WARNING, e.getMessage());
        }
        List<BaileysConnection> all = started(child);
        for (BaileysConnection connection : all) {
            if (child != null) {
                connection.carryOver(child);
            } else if (failure != null) {
                connection.unavailable(failure);
            }
        }
    }

    private synchronized Duration takePause() {
        Duration now = pause;
        Duration next = pause.isZero() ? rhythm.firstPause() : pause.multipliedBy(2);
        pause = next.compareTo(rhythm.longestPause()) > 0 ? rhythm.longestPause() : next;
        return now;
    }

    private Child launched() throws UnavailableException {
        try {
            Child child = new Child(launcher.launch(), codec, this).start();
            if (child.awaitHello(HELLO)) {
                Thread.ofVirtual().name("baileys-watch").start(() -> watch(child));
                return child;
            }
            child.kill();
            throw UnavailableException.passing("sidecar_silent", "the WhatsApp sidecar does not start", null);
        } catch (IOException e) {
            throw UnavailableException.passing("sidecar_silent", "the WhatsApp sidecar cannot be started: " + e, e);
        }
    }

    private synchronized List<BaileysConnection> started(@Nullable Child child) {
        starting = false;
        if (closed && child != null) {
            child.close();
            return List.of();
        }
        current = child != null && child.isOpen() ? child : null;
        startedNanos = System.nanoTime();
        List<BaileysConnection> all = waiting;
        waiting = new ArrayList<>();
        return all;
    }

    private void watch(Child child) {
        while (child.isOpen()) {
            child.post(Map.of("op", "beat"));
            LockSupport.parkNanos(rhythm.beat().toNanos());
            if (child.isOpen() && child.silence().compareTo(rhythm.patience()) > 0) {
                LOG.log(Level.WARNING, "the WhatsApp sidecar {0} says nothing any more", Long.toString(child.pid()));
                child.kill();
            }
        }
    }

    @Override
    public void heard(Child child, String event, JsonNode message) {
        if (event.equals("beat")) {
            usage = new Usage(Fields.number(message, "rss"), Duration.ofMillis(Fields.number(message, "cpu")), (int)
                    Fields.number(message, "open"));
            message.path("heard").forEach(number -> heardOf(number.asLong(0)));
            return;
        }
        BaileysConnection connection = carried.get(Fields.number(message, "s"));
        if (connection != null) {
            connection.told(child, Fields.number(message, "s"), event, message);
        }
    }

    private void heardOf(long number) {
        BaileysConnection connection = carried.get(number);
        if (connection != null) {
            connection.heard();
        }
    }

    @Override
    public void died(Child child) {
        synchronized (this) {
            if (current == child) {
                current = null;
                usage = new Usage(0, Duration.ZERO, 0);
                if (System.nanoTime() - startedNanos > rhythm.longestPause().toNanos()) {
                    pause = rhythm.firstPause();
                }
            }
        }
        List.copyOf(carried.values()).forEach(connection -> connection.lose(child));
    }

    @Override
    public void close() {
        Child child;
        synchronized (this) {
            closed = true;
            child = current;
            waiting.clear();
        }
        if (child != null) {
            child.kill();
        }
    }
}
