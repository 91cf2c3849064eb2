package io.staffetta.server.bench;

import io.staffetta.server.RunningServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How fast calls of the Cloud API are answered, each one's signature checked and all of it on disk before its answer, while they
 * are worked in behind: {@code InboundBenchmark [calls a second] [seconds] [connections]}, by default 2,500, 30 and 64. Calls begin when
 * they are due, whether or not the ones before were answered in time; a wait counts from then on.
 */
public final class InboundBenchmark {

    private static final String APP_SECRET = "bench-secret";

    /** What Meta says of one message. */
    private static final String CALL = """
            {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages","value":{\
            "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},\
            "statuses":[{"id":"wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI$ID","status":"delivered","timestamp":"1795219200",\
            "recipient_id":"393331112222","biz_opaque_callback_data":"0b7c5c8e-6a4c-4c39-9d0a-3f3a8f9f7b11",\
            "conversation":{"id":"a1b2c3d4e5f6a7b8c9d0","origin":{"type":"marketing"}},\
            "pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"marketing"}}]}}]}]}""";

    private static final int WARM_UP_SECONDS = 5;

    private InboundBenchmark() {}

    /** Runs it and prints what it saw. */
    public static void main(String[] args) throws InterruptedException {
        int rate = args.length > 0 ? Integer.parseInt(args[0]) : 2_500;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        try (RunningServer server = RunningServer.start()) {
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
                        "cloud",
                        "settings",
                        Map.of(
                                "phoneNumberId",
                                "106540352242922",
                                "token",
                                "t",
                                "appSecret",
                                APP_SECRET,
                                "verifyToken",
                                "v",
                                "baseUrl",
                                "http://127.0.0.1:9")),
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

    private static byte[] request(URI address, String id) {
        byte[] body = CALL.replace("$ID", id).getBytes(StandardCharsets.US_ASCII);
        byte[] head = ("POST " + address.getRawPath()
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256="
                        + signature(body) + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(APP_SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
