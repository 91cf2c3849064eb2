package io.staffetta.server.bench;

import io.staffetta.server.StaffettaApplication;
import io.staffetta.server.queue.DirectMessage;
import io.staffetta.server.queue.DirectMessages;
import io.staffetta.wire.OutboundHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole product as a contender of {@code bench/measure peers}, obeying {@code enqueue N}, {@code run} and
 * {@code trickle N-PER-SECOND SECONDS} until its standard input ends. Messages are enqueued as campaigns from CSV, one a
 * number, and start while no number is connected yet; those of a trickle are direct ones.
 */
public final class PeerContender {

    private static final long FIRST_PHONE = 393400000000L;
    private static final long FIRST_SINGLE_PHONE = 393450000000L;
    private static final int SESSIONS = Integer.getInteger("sessions", 64);
    /** As many as the engine {@code cloud}. */
    private static final int IN_FLIGHT = Integer.getInteger("in-flight", 80);

    private static final Map<String, Object> NO_PAUSE = Map.of("min", 0, "max", 0);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurableApplicationContext product;
    private final JdbcClient jdbc;
    private final Path data;
    private final HttpClient http = HttpClient.newHttpClient();
    private String key = "";

    private PeerContender(ConfigurableApplicationContext product, Path data) {
        this.product = product;
        this.jdbc = product.getBean(JdbcClient.class);
        this.data = data;
    }

    /** What only this benchmark adds to the product. No annotation, so that nobody finds it who scans the classes of tests. */
    static class Addition {
        @Bean
        PeerEngine peerEngine(OutboundHttp http) {
            return new PeerEngine(http, environment("PEERS_STUB"), IN_FLIGHT);
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path data = Path.of(environment("PEERS_DATA"));
        String[] options = {
            "--staffetta.data=" + data,
            "--server.port=0",
            "--START_DEFAULT_SESSION=false",
            "--staffetta.database.url=" + environment("PEERS_JDBC"),
            "--staffetta.database.user=" + environment("PEERS_USER"),
            "--staffetta.database.password=" + environment("PEERS_PASSWORD"),
            "--staffetta.outbound.allow="
                    + URI.create(environment("PEERS_STUB")).getAuthority(),
            "--logging.level.root=warn",
        };
        SpringApplication application = new SpringApplication(StaffettaApplication.class, Addition.class);
        PeerContender contender = new PeerContender(application.run(options), data);
        contender.obey();
        System.exit(0);
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }

    private void obey() throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("ready");
        for (@Nullable String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "enqueue" -> enqueue(Integer.parseInt(words[1]));
                case "run" -> product.getBean(PeerEngine.class).open();
                default -> trickle(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            }
            System.out.println("done");
        }
    }

    private void enqueue(int count) throws IOException, InterruptedException {
        String token = Files.readString(data.resolve("setup-token")).strip();
        key = text(
                call(
                        "POST",
                        "/api/v1/setup",
                        Map.of("token", token, "email", "bench@example.org", "password", "a long pass phrase")),
                "apiKey");
        List<String> campaigns = new ArrayList<>();
        for (int n = 0; n < SESSIONS; n++) {
            campaigns.add(campaign(n, count * n / SESSIONS, count * (n + 1) / SESSIONS));
        }
        for (String campaign : campaigns) {
            call(
                    "POST",
                    "/api/v1/campaigns/" + campaign + "/start",
                    Map.of("consent", Map.of("statement", "All of them agreed, for this measurement.")));
        }
        while (jdbc.sql("select count(*) from message").query(Integer.class).single() < count) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private String campaign(int n, int from, int to) throws IOException, InterruptedException {
        String session = "s" + n;
        call("POST", "/api/v1/sessions", Map.of("id", session, "engine", "peer"));
        call(
                "PATCH",
                "/api/v1/sessions/" + session,
                Map.of("hourlyLimit", 100_000, "dailyLimit", 100_000, "typingSimulation", false));
        String campaign = text(
                call(
                        "POST",
                        "/api/v1/campaigns",
                        Map.of(
                                "name",
                                "c" + n,
                                "sessionId",
                                session,
                                "template",
                                "Ciao {{nome}}, ci vediamo sabato?",
                                "messageDelay",
                                NO_PAUSE,
                                "contactDelay",
                                NO_PAUSE)),
                "id");
        StringBuilder csv = new StringBuilder("telefono,nome\n");
        for (int i = from; i < to; i++) {
            csv.append('+')
                    .append(FIRST_PHONE + i)
                    .append(",Persona ")
                    .append(i)
                    .append('\n');
        }
        send("POST", "/api/v1/campaigns/" + campaign + "/recipients", "text/csv", csv.toString());
        return campaign;
    }

    private void trickle(int perSecond, int seconds) {
        DirectMessages messages = product.getBean(DirectMessages.class);
        long owner = jdbc.sql("select id from app_user").query(Long.class).single();
        long begun = System.nanoTime();
        List<Thread> adding = new ArrayList<>();
        for (int n = 0; n < perSecond * seconds; n++) {
            LockSupport.parkNanos(begun + n * 1_000_000_000L / perSecond - System.nanoTime());
            DirectMessage message = DirectMessage.of(
                    owner, "s" + n % SESSIONS, "+" + (FIRST_SINGLE_PHONE + n), "Ciao, ci vediamo sabato?");
            adding.add(Thread.startVirtualThread(() -> {
                var _ = messages.enqueue(message, null);
            }));
        }
        for (Thread thread : adding) {
            while (thread.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static String text(String json, String field) {
        return JSON.readTree(json).get(field).asString();
    }

    private String call(String method, String path, Object body) throws IOException, InterruptedException {
        return send(method, path, "application/json", JSON.writeValueAsString(body));
    }

    private String send(String method, String path, String type, String body) throws IOException, InterruptedException {
        String port = product.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .headers("Content-Type", type, "X-Api-Key", key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
