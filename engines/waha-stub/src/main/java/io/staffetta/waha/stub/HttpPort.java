package io.staffetta.waha.stub;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A small HTTP server on the loopback that, unlike a proper one, can break a connection at any point. */
public final class HttpPort implements AutoCloseable {

    private static final int LONGEST_LINE = 16_384;
    private static final int LARGEST_BODY = 1_048_576;

    private final ServerSocket socket;
    private final Function<Request, Answer> handler;
    private final Set<Socket> callers = ConcurrentHashMap.newKeySet();

    /** A call. */
    public record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, String body) {}

    /** What the caller gets. */
    public sealed interface Answer {

        /** A proper answer. */
        record Sent(int status, Map<String, String> headers, String body) implements Answer {}

        /** The connection is reset. */
        record Reset() implements Answer {}
    }

    /** Listens on this port, or on a free one if it is 0. */
    public HttpPort(int port, Function<Request, Answer> handler) {
        try {
            this.socket = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.handler = handler;
        Thread.ofVirtual().name("stub-accept").start(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket caller : callers) {
                caller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                callers.add(caller);
                Thread.ofVirtual().start(() -> serve(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            caller.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(caller.getInputStream());
            OutputStream out = caller.getOutputStream();
            for (Request request = read(in); request != null; request = read(in)) {
                switch (handler.apply(request)) {
                    case Answer.Sent sent -> write(out, sent);
                    case Answer.Reset _ -> {
                        caller.setSoLinger(true, 0);
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // The caller went away, which callers may.
            return;
        } finally {
            callers.remove(caller);
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return null;
        }
        String[] words = start.split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > LARGEST_BODY) {
            throw new IOException("too large");
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        URI target = URI.create(words[1]);
        return new Request(words[0], target.getPath(), query(target.getRawQuery()), headers, body);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("line too long");
            }
        }
        return line.toString();
    }

    private static void write(OutputStream out, Answer.Sent sent) throws IOException {
        byte[] body = sent.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + sent.status() + " -\r\nContent-Length: " + body.length
                + "\r\nContent-Type: application/json\r\n");
        sent.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }
}
