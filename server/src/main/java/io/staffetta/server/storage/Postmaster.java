package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, finds and stops the server process of a cluster. Never starts a second one, never touches its lock. */
final class Postmaster {

    /** Our part of the configuration, inside the cluster's folder. */
    static final String SETTINGS = "staffetta.conf";

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int PORT_ATTEMPTS = 5;
    private static final long LARGE_LOG_BYTES = 10_000_000;

    private final PostgresHome home;

    Postmaster(PostgresHome home) {
        this.home = home;
    }

    /** Takes over the server that runs, or starts one. Answers its port. */
    int attachOrStart(Map<String, String> changes) throws IOException {
        Optional<PostmasterFile> found = untilSettled();
        if (found.isPresent()) {
            PostmasterFile running = found.get();
            new PostmasterIdentity(home).check(running);
            log.info(
                    "PostgreSQL {} still runs as process {}: taken over",
                    home.bundle().version(),
                    running.pid());
            return running.port();
        }
        return start(changes);
    }

    /** Whether the server lives. */
    boolean alive() throws IOException {
        return PostmasterFile.read(home.cluster())
                .filter(file -> file.alive(home.cluster()))
                .isPresent();
    }

    /** Stops the server, if it runs, and waits for its end. */
    void stop(String mode) {
        Subprocess stop = Subprocess.run(home.account().command(pgCtl("stop", "-m", mode, "-w", "-t", "120")));
        if (!stop.succeeded() && !stop.output().contains("PID file")) {
            log.warn("PostgreSQL did not stop: {}", stop.reason());
        }
    }

    /** The live server once it is ready; empty when there is none. */
    private Optional<PostmasterFile> untilSettled() throws IOException {
        while (true) {
            Optional<PostmasterFile> found =
                    PostmasterFile.read(home.cluster()).filter(file -> file.alive(home.cluster()));
            if (found.isEmpty() || found.get().ready()) {
                return found;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private int start(Map<String, String> changes) throws IOException {
        Optional<PostmasterFile> left = PostmasterFile.read(home.cluster());
        left.ifPresent(file -> log.info("PostgreSQL was not shut down: it recovers first"));
        home.account().adopt(home.cluster());
        rotateLog();
        Subprocess result = new Subprocess(1, "not started");
        int port = recordedPort();
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            port = isFree(port) ? port : freePort();
            configure(port, changes);
            long logged = Files.size(home.log());
            result = left.filter(file -> file.recycled(home.cluster())).isPresent()
                    ? startDespite(left.get().pid())
                    : Subprocess.run(home.account()
                            .command(pgCtl(
                                    "start",
                                    "-w",
                                    "-t",
                                    "86400",
                                    "-l",
                                    home.log().toString())));
            if (result.succeeded()) {
                Files.writeString(home.portFile(), port + "\n");
                return port;
            }
            String reason = Subprocess.reason(tail(logged));
            if (!reason.contains("could not create any TCP/IP sockets")) {
                throw cannotStart(reason);
            }
            port = 0;
        }
        throw cannotStart(result.reason());
    }

    /**
     * Starts although a stranger's process has the number that the dead server left in its lock. PostgreSQL overlooks
     * the number of its grandparent, and still refuses while processes of the dead server are at work.
     */
    private Subprocess startDespite(long recycled) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(home.account()
                .command(List.of(
                        "setsid",
                        home.bundle().program("postgres"),
                        "-D",
                        home.cluster().toString())));
        Subprocess.cleanEnvironment(builder);
        builder.environment().put("PG_GRANDPARENT_PID", Long.toString(recycled));
        builder.redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(home.log().toFile()))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        Process process = builder.start();
        while (process.isAlive()) {
            if (PostmasterFile.read(home.cluster())
                    .filter(file -> file.pid() == process.pid() && file.ready())
                    .isPresent()) {
                return new Subprocess(0, "");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return new Subprocess(1, "it ended at once");
    }

    private List<String> pgCtl(String action, String... options) {
        List<String> command = new java.util.ArrayList<>(List.of(
                home.bundle().program("pg_ctl"),
                action,
                "-s",
                "-D",
                home.cluster().toString()));
        command.addAll(List.of(options));
        return command;
    }

    private void configure(int port, Map<String, String> changes) throws IOException {
        Path file = home.cluster().resolve(SETTINGS);
        Files.writeString(file, PostgresSettings.file(port, changes));
        home.account().give(file);
    }

    private void rotateLog() throws IOException {
        Path file = home.log();
        if (Files.exists(file) && Files.size(file) > LARGE_LOG_BYTES) {
            Files.move(file, file.resolveSibling("pg.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(file, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        home.account().give(file);
    }

    private String tail(long from) throws IOException {
        byte[] all = Files.readAllBytes(home.log());
        int start = (int) Math.min(from, all.length);
        return new String(all, start, all.length - start, java.nio.charset.StandardCharsets.UTF_8);
    }

    private int recordedPort() throws IOException {
        if (!Files.exists(home.portFile())) {
            return 0;
        }
        try {
            return Integer.parseInt(Files.readString(home.portFile()).strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static boolean isFree(int port) {
        if (port == 0) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Problem cannotStart(String reason) {
        return new Problem(
                Problem.Kind.UNAVAILABLE,
                "database_not_started",
                "PostgreSQL does not start: " + reason + " (more in " + home.log() + "); or use an external one: "
                        + ExternalDatabase.HOW);
    }
}
