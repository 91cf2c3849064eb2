package io.staffetta.simulator.remote;

import io.staffetta.wire.LineReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A socket that carries lines both ways. Lines leave in the order they were given, through a bounded queue and one
 * virtual thread. The owner's thread reads. Thread-safe.
 */
final class Wire implements AutoCloseable {

    /** The longest line a simulator takes, in bytes. */
    static final int LONGEST_REQUEST = 1024 * 1024;

    private static final int CAPACITY = 65_536;
    private static final int BATCH = 256;
    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final LineReader in;
    private final OutputStream out;
    private final BlockingQueue<Parcel> leaving = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long heardNanos = System.nanoTime();

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new LineReader(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /** Starts writing what is given. */
    Wire start() {
        Thread.ofVirtual().name("simulator-wire").start(this::write);
        return this;
    }

    boolean open() {
        return !closed.get();
    }

    /** Gives a line without waiting; false if it will certainly not be written. */
    boolean offer(Parcel parcel) {
        return open() && leaving.offer(parcel) && (open() || !parcel.withdraw());
    }

    /** Gives a line, waiting for room while the wire is open. */
    void put(Parcel parcel) {
        try {
            while (open() && !leaving.offer(parcel, 100, TimeUnit.MILLISECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the next line, see {@link LineReader#read}. */
    byte @Nullable [] read(int longest) throws IOException {
        byte[] line = in.read(longest);
        heardNanos = System.nanoTime();
        return line;
    }

    /** When something last came in, as a {@link System#nanoTime}. */
    long heardNanos() {
        return heardNanos;
    }

    /** After this long without a line, reading fails. */
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    private void write() {
        List<Parcel> batch = new ArrayList<>(BATCH);
        try {
            while (open()) {
                Parcel first = leaving.poll(1, TimeUnit.SECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                leaving.drainTo(batch, BATCH - 1);
                batch.removeIf(parcel -> !parcel.take());
                for (Parcel parcel : batch) {
                    out.write(parcel.line());
                    out.write('\n');
                }
                out.flush();
                batch.forEach(Parcel::written);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The reader sees the end as well and tells the owner.
        } finally {
            close();
        }
    }

    /** Breaks the connection; what still waits is never written. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
