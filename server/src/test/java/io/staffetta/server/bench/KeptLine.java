package io.staffetta.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the product that is kept, on which one call is made after the other; cheap enough to measure with. It is
 * opened anew when the other side has ended it or soon will. For one thread at a time.
 */
final class KeptLine implements AutoCloseable {

    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;
    private final String fixedHeaders;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private long lastUse;

    /** To the product on this port, with this API key unless it is empty. Nothing is opened yet. */
    KeptLine(int port, String key) {
        this.port = port;
        this.fixedHeaders = "Host: 127.0.0.1:" + port + "\r\n" + (key.isEmpty() ? "" : "X-Api-Key: " + key + "\r\n");
    }

    /** What came back. */
    record Answer(int status, String body) {

        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    Answer get(String path) throws IOException {
        return call("GET", path, "", "");
    }

    /** Posts JSON. */
    Answer post(String path, String headers, String body) throws IOException {
        return call("POST", path, "Content-Type: application/json\r\n" + headers, body);
    }

    /** Any call; each of the headers ends with CR LF. */
    Answer call(String method, String path, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        String length = bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream(512 + bytes.length);
        request.writeBytes(
                (method + " " + path + " HTTP/1.1\r\n" + fixedHeaders + headers + length + "\r\n").getBytes(UTF_8));
        request.writeBytes(bytes);
        request.writeTo(open().getOutputStream());
        Answer answer = answer();
        lastUse = System.nanoTime();
        return answer;
    }

    private Socket open() throws IOException {
        Socket open = socket;
        if (open != null && System.nanoTime() - lastUse < LONGEST_IDLE.toNanos()) {
            return open;
        }
        close();
        open = new Socket(InetAddress.getLoopbackAddress(), port);
        open.setTcpNoDelay(true);
        open.setSoTimeout((int) PATIENCE.toMillis());
        in = new BufferedInputStream(open.getInputStream());
        socket = open;
        return open;
    }

    private Answer answer() throws IOException {
        String status = line();
        int length = 0;
        boolean chunked = false;
        boolean ends = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
            chunked |= header.equals("transfer-encoding: chunked");
            ends |= header.equals("connection: close");
        }
        byte[] body = chunked ? chunks() : in.readNBytes(length);
        if (ends) {
            close();
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), new String(body, UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            body.writeBytes(in.readNBytes(size));
            endOfLine();
        }
        endOfLine();
        return body.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private void endOfLine() throws IOException {
        if (!line().isEmpty()) {
            throw new IOException("a chunk is longer than it says");
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
