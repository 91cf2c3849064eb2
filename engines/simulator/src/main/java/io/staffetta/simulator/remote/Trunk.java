package io.staffetta.simulator.remote;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Keeps one wire to the simulator, for all sessions; makes a new one, with backoff, whenever it breaks. Thread-safe. */
final class Trunk implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Trunk.class.getName());
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int LONGEST_LINE = 64 * 1024 * 1024;

    private final InetSocketAddress address;
    private final String secret;
    private final Duration ping;
    private final Codec codec;
    private final User user;
    private final Semaphore nudges = new Semaphore(0);
    private final String client = UUID.randomUUID().toString();
    private volatile @Nullable Wire current;
    private volatile boolean closed;
    private int failures;

    /** Who uses the trunk; called on its threads, one at a time for each wire. */
    interface User {
        /** There is a wire. */
        void up(Wire wire);

        /** Something came. */
        void received(Reply reply);

        /** A wire broke. */
        void down(Wire wire);

        /** An attempt to make a wire failed. */
        void unreachable();
    }

    Trunk(InetSocketAddress address, String secret, Duration ping, Codec codec, User user) {
        this.address = address;
        this.secret = secret;
        this.ping = ping;
        this.codec = codec;
        this.user = user;
    }

    void start() {
        Thread.ofVirtual().name("simulator-trunk").start(this::run);
    }

    /** The wire, if there is one. */
    @Nullable
    Wire current() {
        Wire wire = current;
        return wire != null && wire.open() ? wire : null;
    }

    /** The wire, after waiting for one attempt to make it if there is none. */
    synchronized @Nullable Wire await(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        int failed = failures;
        nudge();
        try {
            while (current() == null && failures == failed && !closed) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return null;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return current();
    }

    private synchronized void attempted(@Nullable Wire made) {
        current = made;
        failures += made == null ? 1 : 0;
        notifyAll();
    }

    /** Somebody is waiting: try again soon. */
    void nudge() {
        nudges.release();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            Wire wire = connect();
            attempted(wire);
            if (wire == null) {
                user.unreachable();
                pause = pause(pause);
            } else {
                pause = FIRST_PAUSE;
                carry(wire);
            }
        }
    }

    private void carry(Wire wire) {
        Thread pings = Thread.ofVirtual().name("simulator-ping").start(() -> keepAlive(wire));
        try {
            user.up(wire);
            for (byte[] line = wire.read(LONGEST_LINE); line != null; line = wire.read(LONGEST_LINE)) {
                user.received(codec.reply(line));
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the wire to the simulator broke", e);
        } finally {
            wire.close();
            current = null;
            pings.interrupt();
            user.down(wire);
        }
    }

    private @Nullable Wire connect() {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
            Wire wire = new Wire(socket);
            wire.patience((int) CONNECT_TIMEOUT.toMillis());
            wire.start();
            wire.put(new Parcel(codec.line(new Request.Hello(secret, client))));
            byte[] line = wire.read(LONGEST_LINE);
            if (line != null && codec.reply(line) instanceof Reply.Welcome) {
                wire.patience((int) PATIENCE.toMillis());
                return wire;
            }
            LOG.log(Level.WARNING, "the simulator turned us away");
            wire.close();
            return null;
        } catch (IOException | JacksonException e) {
            LOG.log(Level.DEBUG, "the simulator cannot be reached", e);
            closeQuietly(socket);
            return null;
        }
    }

    private void keepAlive(Wire wire) {
        byte[] line = codec.line(new Request.Ping());
        try {
            while (wire.open()) {
                wire.offer(new Parcel(line));
                Thread.sleep(ping);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pause(Duration pause) {
        try {
            Thread.sleep(FIRST_PAUSE);
            if (nudges.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                nudges.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.TRACE, "closing a socket that never opened", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Wire wire = current;
        if (wire != null) {
            wire.close();
        }
        nudge();
    }
}
