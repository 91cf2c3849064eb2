package io.staffetta.baileys;

import io.staffetta.wire.LineReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One running sidecar process. Lines leave in the order they were given, through a bounded queue and a thread of their own;
 * another reads. It dies of a line that makes no sense, of silence, and with us, since its stdin ends. Thread-safe.
 */
final class Child implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Child.class.getName());
    private static final int CAPACITY = 65_536;
    private static final int BATCH = 256;
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private final Process process;
    private final Codec codec;
    private final Hearer hearer;
    private final BlockingQueue<Outgoing> leaving = new ArrayBlockingQueue<>(CAPACITY);
    private final Calls calls = new Calls();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch hello = new CountDownLatch(1);
    private volatile long heardNanos = System.nanoTime();

    /** Who listens; called on the reader's thread. */
    interface Hearer {
        /** Something came, other than answers. What it throws ends the child. */
        void heard(Child child, String event, JsonNode message);

        /** Nothing more will come. */
        void died(Child child);
    }

    Child(Process process, Codec codec, Hearer hearer) {
        this.process = process;
        this.codec = codec;
        this.hearer = hearer;
    }

    Child start() {
        Thread.ofPlatform().daemon().name("baileys-reader").start(this::read);
        Thread.ofPlatform().daemon().name("baileys-writer").start(this::write);
        return this;
    }

    /** Waits until it says that it is there; false if it does not. */
    boolean awaitHello(Duration timeout) {
        try {
            return hello.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && isOpen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isOpen() {
        return !closed.get();
    }

    /** How long ago it last said something. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    /** Gives a message without waiting; one that finds no room ends the child, which reads nothing any more. */
    void post(Map<String, ?> message) {
        if (!offer(new Outgoing(codec.line(message))) && isOpen()) {
            LOG.log(Level.WARNING, "the WhatsApp sidecar {0} reads nothing any more", Long.toString(pid()));
            close();
        }
    }

    /** Makes a call about a session and waits for what becomes of it. */
    Calls.Result call(long session, Map<String, ?> message, Duration timeout) {
        return calls.call(codec, this::offer, session, message, timeout);
    }

    /** Nobody waits for answers about this session any longer. */
    void forget(long session) {
        calls.forget(session);
    }

    private boolean offer(Outgoing line) {
        return line.line().length <= Codec.LONGEST_LINE
                && isOpen()
                && leaving.offer(line)
                && (isOpen() || !line.withdraw());
    }

    private void read() {
        try {
            LineReader in = new LineReader(process.getInputStream());
            for (byte[] line = in.read(Codec.LONGEST_LINE); line != null; line = in.read(Codec.LONGEST_LINE)) {
                heardNanos = System.nanoTime();
                take(codec.read(line));
            }
            if (isOpen()) {
                LOG.log(Level.WARNING, "the WhatsApp sidecar {0} ended", Long.toString(pid()));
            }
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            // Not the exception: its message may quote the line.
            LOG.log(
                    Level.WARNING,
                    "the WhatsApp sidecar {0} makes no sense: {1}",
                    pid(),
                    e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the WhatsApp sidecar " + pid() + " said something that failed here", e);
        } finally {
            close();
            hello.countDown();
            calls.broke();
            hearer.died(this);
        }
    }

    private void take(JsonNode message) {
        String event = message.path("e").asString("");
        switch (event) {
            case "hello" -> hello.countDown();
            case "answer" -> calls.answered(message.path("n").asLong(0), message.get("value"));
            case "dying" ->
                LOG.log(
                        Level.WARNING,
                        "the WhatsApp sidecar {0} ends: {1}",
                        Long.toString(pid()),
                        Fields.word(message, "error"));
            case "" -> throw new IllegalArgumentException("no event");
            default -> hearer.heard(this, event, message);
        }
    }

    private void write() {
        List<Outgoing> batch = new ArrayList<>(BATCH);
        try (OutputStream out = new BufferedOutputStream(process.getOutputStream())) {
            while (isOpen()) {
                Outgoing first = leaving.poll(1, TimeUnit.SECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                leaving.drainTo(batch, BATCH - 1);
                for (Outgoing line : batch) {
                    if (line.take()) {
                        out.write(line.line());
                        out.write('\n');
                    }
                }
                out.flush();
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The reader sees the end as well.
        } finally {
            close();
        }
    }

    /** Ends it, first by the end of its stdin. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Thread.ofVirtual().name("baileys-end").start(this::end);
        }
    }

    /** Ends it at once and waits for that. */
    void kill() {
        closed.set(true);
        process.destroyForcibly();
        try {
            process.waitFor(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        try {
            process.destroy();
            if (!process.waitFor(GOODBYE)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
