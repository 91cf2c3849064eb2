package io.staffetta.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product, running on a free port with a database and a data folder of its own. */
public final class RunningServer implements AutoCloseable {

    /** The address that {@link #setUp} gives the administrator. */
    public static final String EMAIL = "ada@example.org";

    /** The password that {@link #setUp} gives the administrator. */
    public static final String PASSWORD = "a quiet evening";

    /** As the value of a property: it is not set at all, not even as tests are used to have it. */
    public static final String UNSET = "\0unset";

    private static final String LEVEL = "logging.level.";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final MovingClock clock = new MovingClock();
    private final TestDatabase database;
    private final Path data;
    private final ServletWebServerApplicationContext context;
    /** The loggers that were made to say more; they outlive the server. */
    private final List<String> levels;

    private RunningServer(Map<String, String> properties, Class<?>... more) {
        this.database = TestDatabase.create();
        this.data = Path.of(Objects.requireNonNull(database.properties().get("staffetta.data")));
        SpringApplicationBuilder application = new SpringApplicationBuilder(StaffettaApplication.class)
                .sources(more)
                .web(WebApplicationType.SERVLET)
                .initializers(made -> ((GenericApplicationContext) made)
                        .registerBean("movingClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
        this.context = (ServletWebServerApplicationContext) application.run(arguments(properties));
        this.levels = properties.keySet().stream()
                .filter(name -> name.startsWith(LEVEL))
                .map(name -> name.substring(LEVEL.length()))
                .toList();
    }

    /** Starts it as it is. */
    public static RunningServer start() {
        return new RunningServer(Map.of());
    }

    /** Starts it with these properties, and with these beans added. */
    public static RunningServer start(Map<String, String> properties, Class<?>... more) {
        return new RunningServer(properties, more);
    }

    /** What came back. */
    public record Answer(int status, Map<String, List<String>> headers, String text) {

        /** The body as JSON. */
        public JsonNode json() {
            return JSON.readTree(text);
        }

        /** The stable code of a problem. */
        public String code() {
            return json().path("code").asString("");
        }

        /** The first header of this name, or an empty text. */
        public String header(String name) {
            return all(name).stream().findFirst().orElse("");
        }

        /** The headers of this name. */
        public List<String> all(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .flatMap(each -> each.getValue().stream())
                    .toList();
        }
    }

    /** Makes the administrator; the answer is an API key with all scopes. */
    public String setUp() {
        Answer done = post("/api/v1/setup", Map.of("token", setupToken(), "email", EMAIL, "password", PASSWORD));
        assertThat(done.status()).as(done.text()).isEqualTo(201);
        return done.json().get("apiKey").asString();
    }

    /** What lies in the file with the set-up token. */
    public String setupToken() {
        try {
            return Files.readString(data.resolve("setup-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** GET; headers as name, value, name, value. */
    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** POST of something that becomes JSON; headers as name, value, name, value. */
    public Answer post(String path, Object body, String... headers) {
        return send("POST", path, JSON.writeValueAsString(body), headers);
    }

    /** Any request; a body is sent as JSON unless the headers say otherwise. The path goes out as it is written. */
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        if (body != null && Stream.of(headers).noneMatch("Content-Type"::equalsIgnoreCase)) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens, without a slash at the end. */
    public String url() {
        return "http://localhost:"
                + Objects.requireNonNull(context.getWebServer()).getPort();
    }

    /** The clock it goes by. */
    public MovingClock clock() {
        return clock;
    }

    /** Its data folder. */
    public Path data() {
        return data;
    }

    /** Its database. */
    public TestDatabase database() {
        return database;
    }

    /** One of its beans. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Its beans of a type, by name. */
    public <T> Map<String, T> beans(Class<T> type) {
        return context.getBeansOfType(type);
    }

    @Override
    public void close() {
        context.close();
        database.close();
        levels.forEach(logger ->
                LoggingSystem.get(RunningServer.class.getClassLoader()).setLogLevel(logger, null));
    }

    private String[] arguments(Map<String, String> properties) {
        List<String> arguments = new ArrayList<>();
        database.properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        // Tests make the sessions they want, unless they are about this one.
        if (!properties.containsKey("START_DEFAULT_SESSION")) {
            arguments.add("--START_DEFAULT_SESSION=false");
        }
        properties.forEach((name, value) -> {
            if (!value.equals(UNSET)) {
                arguments.add("--" + name + "=" + value);
            }
        });
        arguments.add("--server.port=0");
        return arguments.toArray(String[]::new);
    }
}
