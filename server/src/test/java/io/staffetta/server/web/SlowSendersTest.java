package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders who let the others wait: a second of grace, two for a head, and no more than a second of silence. */
class SlowSendersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RunningServer server;
    private static String key;

    @BeforeAll
    static void start() {
        server = RunningServer.start(Map.of(
                "staffetta.web.body-grace",
                "1s",
                "staffetta.web.head-patience",
                "2s",
                "staffetta.web.requests-per-second",
                "30",
                "server.tomcat.connection-timeout",
                "1s"));
        key = server.setUp();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aFileThatDripsInIsRefusedAndNotKept() throws IOException {
        try (Socket sender = upload("/api/v1/media?fileName=drip.txt", "text/plain")) {
            String answer = dripped(sender);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("\"request_too_slow\"");
        }
        assertThat(files()).isZero();
    }

    @Test
    void recipientsThatDripInAreRefusedAndNotKept() throws IOException {
        server.post("/api/v1/sessions", Map.of("id", "a", "engine", "simulator"), "X-Api-Key", key);
        String campaign = server.post(
                        "/api/v1/campaigns",
                        Map.of("name", "x", "sessionId", "a", "template", "Ciao"),
                        "X-Api-Key",
                        key)
                .json()
                .path("id")
                .asString();
        try (Socket sender = upload("/api/v1/campaigns/" + campaign + "/recipients", "text/csv")) {
            assertThat(dripped(sender)).startsWith("HTTP/1.1 408").contains("\"request_too_slow\"");
        }
        assertThat(count("select count(*) from recipient")).isZero();
    }

    @Test
    void whoFallsSilentIsNotWaitedFor() throws IOException {
        try (Socket sender = upload("/api/v1/media?fileName=silent.txt", "text/plain")) {
            assertThat(answer(sender)).startsWith("HTTP/1.1 408").contains("\"request_too_slow\"");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(files()).isZero());
    }

    @Test
    void whoWasCutOffTakesNobodysPlace() throws IOException {
        Socket[] senders = new Socket[4];
        for (int i = 0; i < senders.length; i++) {
            senders[i] = upload("/api/v1/media?fileName=" + i + ".txt", "text/plain");
        }
        for (Socket sender : senders) {
            assertThat(answer(sender)).startsWith("HTTP/1.1 408").contains("\"request_too_slow\"");
            sender.close();
        }
        await().atMost(PATIENCE).until(SlowSendersTest::fits);
    }

    @Test
    void hundredsWhoDripKeepNobodyElseWaitingAndAreCutOff() throws IOException {
        List<Socket> senders = new ArrayList<>();
        List<Duration> others = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                senders.add(opened("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Drip: "));
                senders.add(opened(post("/api/v1/login", "application/json")));
                senders.add(upload("/api/v1/media?fileName=" + i + ".txt", "text/plain"));
            }
            await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> {
                others.add(ordinary());
                senders.removeIf(SlowSendersTest::cutOff);
                return senders.isEmpty();
            });
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
        Collections.sort(others);
        assertThat(others.get(others.size() / 2)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aBodyThatNobodyWantedIsNotReadForLong() throws IOException {
        try (Socket sender = opened(post("/api/v1/sessions", "application/json"))) {
            await().atMost(PATIENCE).until(() -> sender.getInputStream().available() > 0);

            await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> refuses(sender));

            assertThat(answer(sender)).startsWith("HTTP/1.1 401");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void aFormIsNotReadBeforeItIsKnownWhoSendsIt(String method) throws IOException {
        String request = post("/api/v1/me", "application/x-www-form-urlencoded").replaceFirst("^POST", method);
        try (Socket sender = opened(request)) {
            assertThat(answer(sender)).matches("(?s)HTTP/1.1 40[15].*");
        }
    }

    @Test
    void nothingIsUnpackedOnTheWayIn() {
        RunningServer.Answer answer = server.send("POST", "/api/v1/login", "x", "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_content_encoding");
        assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndNobodyElseIs() {
        Map<String, String> other = Map.of("email", "other@example.org", "password", "a loud morning");
        server.post("/api/v1/users", other, "X-Api-Key", key);
        String token = "Bearer "
                + server.post("/api/v1/login", other).json().path("token").asString();

        RunningServer.Answer refused = await().pollInterval(Duration.ofMillis(1))
                .atMost(PATIENCE)
                .until(() -> server.get("/api/v1/me", "Authorization", token), answer -> answer.status() == 429);

        assertThat(refused.code()).isEqualTo("too_many_requests");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(server.get("/api/v1/me", "X-Api-Key", key).status()).isEqualTo(200);
    }

    /** How long somebody else waits meanwhile. */
    private static Duration ordinary() {
        long begun = System.nanoTime();
        assertThat(server.get("/api/v1/me", "X-Api-Key", key).status()).isEqualTo(200);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** One byte more; whether it was answered or refused instead. */
    private static boolean cutOff(Socket sender) {
        try {
            if (sender.getInputStream().available() == 0) {
                sender.getOutputStream().write('a');
                return false;
            }
            sender.close();
            return true;
        } catch (IOException refused) {
            return true;
        }
    }

    /** One byte more; whether the connection is over. */
    private static boolean refuses(Socket sender) {
        try {
            sender.getOutputStream().write('a');
            return false;
        } catch (IOException over) {
            return true;
        }
    }

    /** A place is left right after the answer. */
    private static boolean fits() {
        String path = "/api/v1/media?fileName=fits.txt";
        RunningServer.Answer answer = server.send("POST", path, "a", "X-Api-Key", key, "Content-Type", "text/plain");
        if (answer.status() == 201) {
            String file = "/api/v1/media/" + answer.json().path("id").asString();
            return server.send("DELETE", file, null, "X-Api-Key", key).status() == 204;
        }
        assertThat(answer.code()).isEqualTo("too_many_own_uploads");
        return false;
    }

    /** A request with a long body, of which nothing came yet. */
    private static Socket upload(String path, String type) throws IOException {
        return opened(post(path, type, "X-Api-Key: " + key + "\r\n"));
    }

    private static String post(String path, String type, String... more) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", more) + "Content-Type: " + type
                + "\r\nContent-Length: 100000\r\n\r\n";
    }

    private static Socket opened(String beginning) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends a few bytes, again and again, until there is an answer. */
    private static String dripped(Socket sender) throws IOException {
        await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> {
            if (sender.getInputStream().available() == 0) {
                sender.getOutputStream().write('a');
            }
            return sender.getInputStream().available() > 0;
        });
        return answer(sender);
    }

    private static String answer(Socket sender) throws IOException {
        return new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int files() {
        return count("select count(*) from media_file");
    }

    private static int count(String sql) {
        return server.database().jdbc().sql(sql).query(Integer.class).single();
    }
}
