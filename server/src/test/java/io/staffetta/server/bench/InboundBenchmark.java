package io.staffetta.server.bench;

import io.staffetta.server.RunningServer;
import io.staffetta.server.pigeon.PigeonEngine;
import io.staffetta.server.pigeon.PigeonPost;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast calls from outside are answered, each one checked and on disk before its answer, while they are worked in
 * behind: {@code InboundBenchmark [calls a second] [seconds] [connections]}, by default 2,500, 30 and 64. Calls begin when
 * they are due, whether or not the ones before were answered in time; a wait counts from then on.
 */
public final class InboundBenchmark {

    private static final String SEAL = "the seal";
    private static final int WARM_UP_SECONDS = 5;

    private InboundBenchmark() {}

    /** Runs it and prints what it saw. */
    public static void main(String[] args) throws InterruptedException {
        int rate = args.length > 0 ? Integer.parseInt(args[0]) : 2_500;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        try (RunningServer server = RunningServer.start(Map.of(), PigeonEngine.class)) {
            URI address = URI.create(server.url() + session(server));
            run(address, "w", rate / 2, WARM_UP_SECONDS, connections);
            long before = kept(server);
            long begun = System.nanoTime();
            long[] nanos = run(address, "r", rate, seconds, connections);
            double took = (System.nanoTime() - begun) / 1e9;
            long kept = kept(server) - before;
            Arrays.sort(nanos);
            System.out.printf(
                    "%d calls in %.1f s: %.0f calls/s, %d on disk; p50 %.1f ms, p99 %.1f ms, slowest %.1f ms%n",
                    nanos.length,
                    took,
                    nanos.length / took,
                    kept,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 99 / 100] / 1e6,
                    nanos[nanos.length - 1] / 1e6);
            System.out.printf("%d wait to be worked in at the end;", waiting(server));
            while (waiting(server) > 0) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            System.out.printf(" none after %.1f s more%n", (System.nanoTime() - begun) / 1e9 - took);
        }
        System.exit(0);
    }

    private static String session(RunningServer server) {
        String key = server.setUp();
        server.post(
                "/api/v1/sessions",
                Map.of(
                        "id",
                        "bench",
                        "engine",
                        "pigeon",
                        "settings",
                        Map.of("phone", "393331110001", "token", "t", "seal", SEAL)),
                "X-Api-Key",
                key);
        return server.get("/api/v1/sessions/bench", "X-Api-Key", key)
                .json()
                .path("webhookUrl")
                .asString();
    }

    private static long kept(RunningServer server) {
        return count(server, "select count(*) from inbound_call");
    }

    private static long waiting(RunningServer server) {
        return count(server, "select count(*) from inbound_call where state = 'waiting'");
    }

    private static long count(RunningServer server, String sql) {
        return server.database().jdbc().sql(sql).query(Long.class).single();
    }

    private static long[] run(URI address, String run, int rate, int seconds, int connections)
            throws InterruptedException {
        int each = rate * seconds / connections;
        long gap = 1_000_000_000L * connections / rate;
        long start = System.nanoTime() + Duration.ofMillis(200).toNanos();
        List<long[]> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            long[] nanos = new long[each];
            all.add(nanos);
            String name = run + c;
            long first = start + gap * c / connections;
            threads.add(Thread.ofVirtual().start(() -> send(address, name, first, gap, nanos)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return all.stream().flatMapToLong(Arrays::stream).toArray();
    }

    private static void send(URI address, String name, long first, long gap, long[] nanos) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < nanos.length; i++) {
                long due = first + gap * i;
                LockSupport.parkNanos(due - System.nanoTime());
                socket.getOutputStream().write(request(address, name + "-" + i));
                answered(in);
                nanos[i] = System.nanoTime() - due;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As long as what others send for one receipt. */
    private static byte[] request(URI address, String id) {
        String body = "key " + id + "\nreceipt wamid-" + id + " delivered\nkey " + "x".repeat(600);
        return ("POST " + address.getRawPath()
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Seal: "
                        + PigeonPost.seal(SEAL, body) + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads an answer without a body. */
    private static void answered(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException(head.substring(0, 12));
        }
    }
}
