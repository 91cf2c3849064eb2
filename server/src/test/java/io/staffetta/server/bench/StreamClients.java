package io.staffetta.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of the event stream, read by one thread, so that thousands of them cost little. When a stream ends, its client comes
 * back with the id of the last event it saw, as browsers do.
 */
final class StreamClients implements AutoCloseable {

    private final int port;
    private final Listener listener;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;
    private volatile String failure = "";

    /** Who is told what comes, on the one thread. */
    interface Listener {

        /** A client got an event, as JSON. */
        void heard(int client, String event);

        /** A client was told that it has to begin anew. */
        void reset(int client);
    }

    StreamClients(int port, Listener listener) throws IOException {
        this.port = port;
        this.listener = listener;
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().name("stream-clients").unstarted(this::read);
    }

    /** Opens the stream of a client, before all of them are read. */
    void open(int client, String key) throws IOException {
        new Client(client, key).open();
    }

    /** Begins to read. */
    void start() {
        thread.start();
    }

    /** How many streams have begun so far. */
    int begun() {
        return begun.get();
    }

    /** How many streams were ended by the other side. */
    int ended() {
        return ended.get();
    }

    /** Why nothing is read any more, or nothing. */
    String failure() {
        return failure;
    }

    /** Stops reading; what the listener was told can be looked at then. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void read() {
        try {
            while (!closed) {
                var _ = selector.select(key -> ((Client) key.attachment()).ready(key), 1_000);
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            failure = e.toString();
        }
    }

    /** The part of an answer that comes next. */
    private enum Part {
        HEAD,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END
    }

    private final class Client {

        private final int number;
        private final String key;
        private final StringBuilder frame = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private Part part = Part.HEAD;
        private int chunkLeft;
        private boolean live;
        private boolean reset;
        private String id = "";
        private String event = "";
        private String lastSeen = "";

        Client(int number, String key) {
            this.number = number;
            this.key = key;
        }

        void open() throws IOException {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            String request = "GET /api/v1/events?topics=messages HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nAccept: text/event-stream\r\nX-Api-Key: " + key
                    + (lastSeen.isEmpty() ? "" : "\r\nLast-Event-ID: " + lastSeen) + "\r\n\r\n";
            var _ = channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
            channel.configureBlocking(false);
            var _ = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ready(SelectionKey selected) {
            SocketChannel channel = (SocketChannel) selected.channel();
            try {
                if (!filled(channel)) {
                    again(channel);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            while (buffer.hasRemaining()) {
                take((char) (buffer.get() & 0xff));
            }
        }

        /** Reads into the buffer; false if the stream has ended. */
        private boolean filled(SocketChannel channel) {
            buffer.clear();
            int read;
            try {
                read = channel.read(buffer);
            } catch (IOException broken) {
                read = -1;
            }
            buffer.flip();
            return read >= 0;
        }

        private void again(SocketChannel channel) throws IOException {
            channel.close();
            ended.incrementAndGet();
            part = Part.HEAD;
            live = false;
            frame.setLength(0);
            line.setLength(0);
            open();
        }

        private void take(char next) {
            switch (part) {
                case HEAD, CHUNK_SIZE -> takeFrame(next);
                case CHUNK -> {
                    takeText(next);
                    chunkLeft--;
                    part = chunkLeft == 0 ? Part.CHUNK_END : Part.CHUNK;
                }
                case CHUNK_END -> part = next == '\n' ? Part.CHUNK_SIZE : Part.CHUNK_END;
            }
        }

        private void takeFrame(char next) {
            if (next == '\r') {
                return;
            }
            if (next != '\n') {
                frame.append(next);
                return;
            }
            String told = frame.toString();
            frame.setLength(0);
            if (part == Part.CHUNK_SIZE) {
                chunkLeft = Integer.parseInt(told, 16);
                // The last one is empty; the end of the connection follows.
                part = chunkLeft == 0 ? Part.CHUNK_END : Part.CHUNK;
            } else if (told.startsWith("HTTP/") && !told.contains(" 200")) {
                throw new IllegalStateException("client " + number + " was refused: " + told);
            } else if (told.isEmpty()) {
                part = Part.CHUNK_SIZE;
            }
        }

        private void takeText(char next) {
            if (next != '\n') {
                line.append(next);
                return;
            }
            if (line.isEmpty()) {
                endOfEvent();
            } else if (line.indexOf("id: ") == 0) {
                id = line.substring("id: ".length());
            } else if (line.indexOf("data: ") == 0) {
                event = line.substring("data: ".length());
            } else if (line.indexOf("event: reset") == 0) {
                reset = true;
            }
            line.setLength(0);
        }

        private void endOfEvent() {
            if (!id.isEmpty()) {
                lastSeen = id;
                begun.addAndGet(live ? 0 : 1);
                live = true;
            }
            if (reset) {
                listener.reset(number);
            } else if (!event.isEmpty()) {
                listener.heard(number, event);
            }
            reset = false;
            id = "";
            event = "";
        }
    }
}
