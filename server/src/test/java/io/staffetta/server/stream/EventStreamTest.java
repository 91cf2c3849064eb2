package io.staffetta.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** The stream over real HTTP, served by the server that the product runs on. */
@Timeout(180)
class EventStreamTest {

    private final StreamWorld world = new StreamWorld();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private @Nullable WebServer server;

    @BeforeEach
    void serve() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.addConnectorCustomizers(connector -> connector.setProperty("connectionTimeout", "2000"));
        server = factory.getWebServer(
                context -> context.addServlet("events", new Streaming()).addMapping("/"));
        server.start();
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        world.feed.stop();
        java.util.Objects.requireNonNull(server).stop();
        world.close();
    }

    private final class Streaming extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/event-stream");
            try (EventStream.Opened opened =
                    world.stream.open(world.everything(), request.getHeader("Last-Event-ID"))) {
                opened.writeTo(response.getOutputStream());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void whatHappensArrivesAndOnlyWhatIsTheUsers() {
        listen(null);
        world.happens(world.queue.owner + 1, "secret", 3);
        world.happens(world.queue.owner, "sent", 3);

        Awaitility.await().until(() -> data().size() == 3);
        assertThat(data())
                .allMatch(line -> line.contains("\"phase\":\"sent\"") && line.contains("\"type\":\"message\""));
    }

    @Test
    void whatWasMissedIsReplayedOnceAndInOrder() {
        world.happens(world.queue.owner, "before", 10);
        world.happens(world.queue.owner + 1, "secret", 500);
        world.happens(world.queue.owner, "missed", 1500);
        String lastSeen = world.history
                .after(world.everything(), null, 10)
                .events()
                .getLast()
                .position()
                .toString();

        listen(lastSeen);
        Awaitility.await().until(() -> data().size() >= 1500);
        world.happens(world.queue.owner, "after", 5);

        Awaitility.await().until(() -> data().size() >= 1505);
        assertThat(ids()).hasSize(1505).doesNotHaveDuplicates();
        assertThat(data().subList(0, 1500)).allMatch(line -> line.contains("missed"));
        assertThat(lines).noneMatch(line -> line.contains("reset"));
    }

    @Test
    void anUnknownPositionIsAnsweredWithAReset() {
        world.happens(world.queue.owner, "before", 10);
        Awaitility.await().until(() -> world.heard.size() == 10);

        listen("0badc0de-5-5");
        Awaitility.await().until(() -> lines.contains("event: reset"));
        world.happens(world.queue.owner, "after", 1);

        Awaitility.await().until(() -> data().stream().anyMatch(line -> line.contains("after")));
        assertThat(data()).noneMatch(line -> line.contains("before"));
    }

    @Test
    void aStreamThatIsSilentStillBeats() {
        listen(null);

        Awaitility.await()
                .until(() -> lines.stream().filter(": heartbeat"::equals).count() >= 2);
    }

    @Test
    void aReaderThatDoesNotReadIsClosedAndSlowsNobody() throws Exception {
        listen(null);
        try (Socket slow = new Socket(java.net.InetAddress.getLoopbackAddress(), port())) {
            slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            Awaitility.await().until(() -> world.feed.clients() == 2);

            for (int i = 1; i <= 40; i++) {
                int readByTheOther = i * 250;
                world.happens(world.queue.owner, "sent", 250, 2000);
                Awaitility.await().until(() -> data().size() == readByTheOther);
            }

            Awaitility.await().until(() -> world.feed.clients() == 1);
            assertThat(endOf(slow)).isTrue();
            assertThat(world.feed.dropped()).isEqualTo(1);
        }
    }

    @Test
    void ofWhomIsTooSlowOnlyTheEventThatIsBeingReadIsWaitedFor() throws Exception {
        AtomicInteger written = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int octet) {
                throw new UnsupportedOperationException("frames are written whole");
            }

            @Override
            public void write(byte[] frame) {
                begun.countDown();
                boolean event = new String(frame, StandardCharsets.UTF_8).contains("data: ");
                written.addAndGet(event ? 1 : 0);
                Awaitility.await().until(() -> event ? world.feed.dropped() == 1 : world.heard.size() == 100);
            }
        };
        try (EventStream.Opened opened = world.stream.open(world.everything(), null)) {
            Thread stream = Thread.ofVirtual().start(() -> {
                try {
                    opened.writeTo(slow);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            begun.await();
            world.happens(world.queue.owner, "sent", 100);
            Awaitility.await().until(() -> written.get() == 1);
            world.happens(world.queue.owner, "sent", 1_200);

            assertThat(stream.join(Duration.ofSeconds(30))).isTrue();
            assertThat(written).hasValue(1);
        }
    }

    private static boolean endOf(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[1 << 16];
        try {
            int read;
            do {
                read = in.read(buffer);
            } while (read >= 0);
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    private void listen(@Nullable String lastSeen) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/"));
        if (lastSeen != null) {
            request.header("Last-Event-ID", lastSeen);
        }
        Thread.ofVirtual().start(() -> read(request.build()));
        Awaitility.await().until(() -> !lines.isEmpty());
    }

    private void read(HttpRequest request) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null) {
                lines.add(line);
                line = reader.readLine();
            }
        } catch (IOException | InterruptedException ended) {
            lines.add("ended");
        }
    }

    private int port() {
        return java.util.Objects.requireNonNull(server).getPort();
    }

    private List<String> data() {
        return lines.stream().filter(line -> line.startsWith("data: ")).toList();
    }

    /** The ids of events; the first id is where the stream begins. */
    private List<String> ids() {
        List<String> ids =
                lines.stream().filter(line -> line.startsWith("id: ")).toList();
        return ids.subList(ids.size() - data().size(), ids.size());
    }
}
