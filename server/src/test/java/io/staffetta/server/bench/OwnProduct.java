package io.staffetta.server.bench;

import io.staffetta.server.StaffettaApplication;
import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product as a process of its own with the options it is run with, its first user made, on data that go with it. */
final class OwnProduct implements AutoCloseable {

    private static final List<String> JAVA_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xms64m",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.httpclient.allowRestrictedHeaders=host");

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final int port;
    private final Process process;
    private String key = "";

    private OwnProduct(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Starts it with these properties, {@code --name=value} each, and makes the first user. */
    static OwnProduct start(String... properties) throws IOException {
        Path folder = Files.createTempDirectory("bench-");
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StaffettaApplication.class.getName()));
        command.add("--staffetta.data=" + folder.resolve("data"));
        command.add("--staffetta.port=" + port);
        command.add(
                "--staffetta.database.binaries=" + Path.of("target", "postgres").toAbsolutePath());
        command.add("--START_DEFAULT_SESSION=false");
        command.addAll(List.of(properties));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        OwnProduct product = new OwnProduct(folder, port, process);
        product.awaitHealth();
        product.setUp();
        return product;
    }

    int port() {
        return port;
    }

    /** The first user's API key with all scopes. */
    String key() {
        return key;
    }

    /** What it writes. */
    Path log() {
        return folder.resolve("log");
    }

    Vitals vitals() {
        return new Vitals(process.pid());
    }

    /** A connection with the first user's key. */
    KeptLine line() {
        return new KeptLine(port, key);
    }

    /** A client over its database. */
    JdbcClient jdbc() {
        return DatabaseOfData.client(folder.resolve("data"));
    }

    /** The folder with its data. */
    Path data() {
        return folder.resolve("data");
    }

    /** Processor time that its database has used in processes that still live. */
    double databaseSeconds() throws SQLException {
        try (Connection connection = DatabaseOfData.connection(data());
                Statement statement = connection.createStatement();
                ResultSet own = statement.executeQuery("select pg_backend_pid()")) {
            var _ = own.next();
            return ProcessHandle.of(own.getLong(1)).flatMap(ProcessHandle::parent).stream()
                    .flatMap(ProcessHandle::children)
                    .mapToDouble(child -> new Vitals(child.pid()).processorSeconds())
                    .sum();
        }
    }

    /** POST or PATCH or PUT of something that becomes JSON, by the first user, that has to succeed. */
    JsonNode call(String method, String path, Object body) throws IOException {
        String type = body instanceof String ? "text/csv" : "application/json";
        String text = body instanceof String csv ? csv : JSON.writeValueAsString(body);
        try (KeptLine line = line()) {
            return read(path, line.call(method, path, "Content-Type: " + type + "\r\n", text));
        }
    }

    /** GET by the first user, that has to succeed. */
    JsonNode get(String path) throws IOException {
        try (KeptLine line = line()) {
            return read(path, line.get(path));
        }
    }

    private static JsonNode read(String path, KeptLine.Answer answer) throws IOException {
        if (!answer.ok()) {
            throw new IOException(path + ": " + answer.status() + " " + answer.body());
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private void setUp() throws IOException {
        String token = Files.readString(data().resolve("setup-token")).strip();
        Map<String, String> user =
                Map.of("token", token, "email", "bench@example.org", "password", "a long pass phrase");
        key = call("POST", "/api/v1/setup", user).get("apiKey").asString();
    }

    private void awaitHealth() {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!healthy()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroy();
                throw new IllegalStateException("the product did not start, see " + log());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private boolean healthy() {
        try (KeptLine line = line()) {
            return line.get("/health").ok();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends it; its data go, unless it did not end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                var _ = FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
