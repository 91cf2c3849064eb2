package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Senders who let the others wait: a second of grace, and no more than a second of silence. */
class SlowUploadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RunningServer server;
    private static String key;

    @BeforeAll
    static void start() {
        server =
                RunningServer.start(Map.of("staffetta.web.file-grace", "1s", "server.tomcat.connection-timeout", "1s"));
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
        await().atMost(PATIENCE).until(SlowUploadTest::fits);
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
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + key + "\r\nContent-Type: "
                                + type + "\r\nContent-Length: 100000\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
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
