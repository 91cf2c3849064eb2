package io.staffetta.server.bench;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast webhooks reach those who listen while as many others are dead, half of these refusing and half never answering:
 * {@code WebhookBenchmark [deliveries a second to the healthy] [seconds] [healthy endpoints]}, by default 2,000, 20 and 10. A
 * wait counts from the moment of the event to its receipt.
 */
public final class WebhookBenchmark {

    private static final int WARM_UP_SECONDS = 8;
    private static final Duration SLICE = Duration.ofMillis(20);
    private static final Pattern FACTS =
            Pattern.compile("\"id\":\"([^\"]+)\".*?\"timestamp\":\"([^\"]+)\"", Pattern.DOTALL);

    private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    /** Connections that nobody answers: dropped ones would be closed with the next collection. */
    private final Queue<Socket> hung = new ConcurrentLinkedQueue<>();

    private volatile boolean measuring;
    private volatile long lastTold;

    private WebhookBenchmark() {}

    /** Runs it and prints one line. */
    public static void main(String[] args) throws IOException {
        int rate = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        int healthy = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        new WebhookBenchmark().run(rate, seconds, healthy);
        System.exit(0);
    }

    private void run(int rate, int seconds, int healthy) throws IOException {
        try (ServerSocket well = listen();
                ServerSocket hanging = listen();
                RunningServer server = RunningServer.start(
                        Map.of("staffetta.outbound.allow", "127.0.0.1", "staffetta.webhooks.most-per-user", "10000"))) {
            accept(well, true);
            accept(hanging, false);
            String key = server.setUp();
            for (int i = 0; i < healthy; i++) {
                webhook(server, key, well.getLocalPort(), i);
                webhook(server, key, i % 2 == 0 ? hanging.getLocalPort() : 1, i);
            }
            happen(server, rate / healthy, WARM_UP_SECONDS);
            measuring = true;
            long begun = System.nanoTime();
            int events = happen(server, rate / healthy, seconds);
            measuring = false;
            await(events * healthy);
            print(rate, seconds, healthy, events);
            System.out.printf(
                    "%.0f deliveries/s from the first event to the last receipt%n",
                    told.size() * 1e9 / (lastTold - begun));
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    }

    private static void webhook(RunningServer server, String key, int port, int n) {
        Answer made = server.post(
                "/api/v1/webhooks",
                Map.of("url", "http://127.0.0.1:" + port + "/" + n, "events", List.of("message.*")),
                "X-Api-Key",
                key);
        if (made.status() != 201) {
            throw new IllegalStateException(made.text());
        }
    }

    /** Writes so many events a second for so long, in small commits as the queue does. */
    private int happen(RunningServer server, int perSecond, int seconds) {
        int slices = (int) (Duration.ofSeconds(seconds).toMillis() / SLICE.toMillis());
        long begun = System.nanoTime();
        int written = 0;
        for (int slice = 1; slice <= slices; slice++) {
            int due = (int) ((long) perSecond * seconds * slice / slices);
            server.database()
                    .jdbc()
                    .sql("""
                            insert into message_event (at, owner_id, kind, phase, message_id, reason)
                            select ?, u.id, 'message', 'delivered', n, ? from app_user u, generate_series(1, ?) n
                            """)
                    .params(
                            Instant.now().atOffset(java.time.ZoneOffset.UTC),
                            measuring ? "measured" : "warm",
                            due - written)
                    .update();
            written = due;
            long next = begun + SLICE.toNanos() * slice;
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
        return written;
    }

    private void accept(ServerSocket server, boolean answers) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    if (answers) {
                        socket.setTcpNoDelay(true);
                        Thread.ofVirtual().start(() -> serve(socket));
                    } else {
                        hung.add(socket);
                    }
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void serve(Socket socket) {
        byte[] ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (socket) {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String endpoint = "";
                int length = 0;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.startsWith("POST ")) {
                        endpoint = line.split(" ", 3)[1];
                    } else if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                        length = Integer.parseInt(line.substring(15).strip());
                    }
                }
                note(endpoint, new String(in.readNBytes(length), StandardCharsets.UTF_8));
                socket.getOutputStream().write(ok);
            }
        } catch (IOException gone) {
            // The client is done with the connection.
        }
    }

    private static String line(BufferedInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void note(String endpoint, String body) {
        Matcher facts = FACTS.matcher(body);
        if (body.contains("\"measured\"") && facts.find()) {
            waits.add(Duration.between(Instant.parse(facts.group(2)), Instant.now())
                    .toNanos());
            told.add(endpoint + ' ' + facts.group(1));
            lastTold = System.nanoTime();
        }
    }

    private void await(int expected) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (told.size() < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(SLICE.toNanos());
        }
    }

    private void print(int rate, int seconds, int healthy, int events) {
        long[] nanos = waits.stream().mapToLong(Long::longValue).sorted().toArray();
        if (nanos.length == 0) {
            throw new UncheckedIOException(new IOException("nobody was told anything"));
        }
        System.out.printf(
                "%d healthy and %d dead endpoints, %d deliveries/s wanted for %d s: %d of %d told (%d repeated),"
                        + " p50 %.0f ms, p99 %.0f ms, slowest %.0f ms%n",
                healthy,
                healthy,
                rate,
                seconds,
                told.size(),
                events * healthy,
                nanos.length - told.size(),
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 99L / 100)] / 1e6,
                Arrays.stream(nanos).max().orElse(0) / 1e6);
    }
}
