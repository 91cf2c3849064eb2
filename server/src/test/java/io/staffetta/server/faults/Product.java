package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import io.staffetta.server.StaffettaApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The product under test: one data folder, started and killed again and again. */
final class Product {

    /** Stands in options for where it listens. */
    static final String ADDRESS = "{address}";

    private final Path data;
    private final Path log;
    private final List<String> options;
    private final List<String> javaOptions;
    private final int port = freePort();
    private final ApiClient api = new ApiClient(port);
    private String ahead = "";
    private String version = "";
    private Child child;
    private Instant healthySince = Instant.MAX;

    Product(Path folder, List<String> options) {
        this(folder, options, List.of("-Xmx512m"));
    }

    /** With options of the VM, among them how much heap it has. */
    Product(Path folder, List<String> options, List<String> javaOptions) {
        this.data = folder.resolve("data");
        this.log = folder.resolve("product.log");
        this.options = List.copyOf(options);
        this.javaOptions = List.copyOf(javaOptions);
    }

    ApiClient api() {
        return api;
    }

    Path data() {
        return data;
    }

    /** Where it listens, whenever it lives. */
    String address() {
        return "http://127.0.0.1:" + port;
    }

    Path log() {
        return log;
    }

    boolean alive() {
        return child.alive();
    }

    /** When the first healthy answer came after the last start. */
    Instant healthySince() {
        return healthySince;
    }

    /** From the next start on it is another version: of this name, and with these files before its own. */
    void becomes(String otherVersion, String files) {
        version = otherVersion;
        ahead = files;
    }

    /** Starts it and waits for the first healthy answer. Returns how long that took. */
    Duration start(String haltAt) {
        Instant begun = Instant.now();
        List<String> arguments = new ArrayList<>(options);
        arguments.replaceAll(option -> option.replace(ADDRESS, address()));
        arguments.add("--staffetta.data=" + data);
        arguments.add("--staffetta.port=" + port);
        arguments.add("--START_DEFAULT_SESSION=false");
        arguments.add(
                "--staffetta.database.binaries=" + Path.of("target", "postgres").toAbsolutePath());
        if (!version.isEmpty()) {
            arguments.add("--staffetta.version=" + version);
        }
        Map<String, String> environment = new HashMap<>();
        if (!haltAt.isEmpty()) {
            environment.put("STAFFETTA_HALT_AT", haltAt);
        }
        child = Child.java(log, environment, javaOptions, ahead, StaffettaApplication.class.getName(), arguments);
        await("a healthy product, see " + log)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> api.get("/health").status() == 200 || !child.alive());
        if (!child.alive() && haltAt.isEmpty()) {
            throw new IllegalStateException("the product ended at its start, see " + log);
        }
        healthySince = Instant.now();
        return Duration.between(begun, healthySince);
    }

    /** Makes the first user and uses their key from now on. */
    void setUp() throws IOException {
        String token = Files.readString(data.resolve("setup-token")).trim();
        ApiClient.Answer answer = api.post(
                        "/api/v1/setup",
                        Map.of("token", token, "email", "proof@example.org", "password", "correct horse battery"))
                .orFail();
        api.useKey(answer.body().get("apiKey").asString());
    }

    /** The processes that it has started, and theirs. */
    List<ProcessHandle> descendants() {
        return child.descendants();
    }

    /** The most memory that its process has held so far, in the words of the system; empty where that cannot be known. */
    String mostMemory() throws IOException {
        Path status = Path.of("/proc", String.valueOf(child.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .findFirst()
                        .orElse("")
                : "";
    }

    /** SIGTERM to the product alone; returns when it has ended. */
    void endJvm() {
        child.stop();
    }

    void freeze() {
        child.freeze();
    }

    void thaw() {
        child.thaw();
    }

    void killJvm() {
        child.kill();
    }

    /** Kills the JVM and every process of its database. */
    void killBoth() {
        child.kill();
        killDatabase();
    }

    /** Kills every process of its database, and nothing else. */
    void killDatabase() {
        List<ProcessHandle> database = databaseProcesses();
        database.forEach(ProcessHandle::destroyForcibly);
        await("the end of the database").until(() -> database.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** SIGINT to its database, which ends in good order without waiting for who is connected. */
    void endDatabase() {
        List<ProcessHandle> database = databaseProcesses();
        database.stream().findFirst().ifPresent(postmaster -> Child.signal(postmaster.pid(), "INT"));
        await("the end of the database, see " + log)
                .atMost(Duration.ofMinutes(1))
                .until(() -> database.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** SIGSTOP to every process of its database. */
    void freezeDatabase() {
        databaseProcesses().forEach(process -> Child.signal(process.pid(), "STOP"));
    }

    /** SIGCONT to every process of its database. */
    void thawDatabase() {
        databaseProcesses().forEach(process -> Child.signal(process.pid(), "CONT"));
    }

    /** Waits until a halt point has ended the process; false if it goes on living. */
    boolean halted(int seconds) {
        return child.waitFor(seconds);
    }

    /** Ends it, if it was ever started. */
    void stop() {
        if (child == null) {
            return;
        }
        child.stop();
        // The database is the product's own; after a kill it may be left over.
        databaseProcesses().forEach(ProcessHandle::destroy);
        keepLog();
    }

    /** The folder goes with the test; what was logged is looked through for secrets when all tests are done. */
    private void keepLog() {
        try {
            if (!Files.exists(log)) {
                return;
            }
            Path kept = Files.createDirectories(Path.of("target", "product-logs"));
            Files.copy(log, Files.createTempFile(kept, "product-", ".log"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProcessHandle> databaseProcesses() {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.endsWith("postmaster.pid"))
                    .map(Product::firstLine)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static long firstLine(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::trim).map(Long::parseLong).orElse(-1L);
        } catch (IOException e) {
            return -1;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
