package io.staffetta.server.bench;

import io.staffetta.server.StaffettaApplication;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.NewSession;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionControl;
import io.staffetta.server.session.Sessions;
import io.staffetta.simulator.world.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What idle sessions cost, and how long a restart takes to bring them back: {@code IdleSessionsBenchmark [sessions] [DIR]},
 * by default ten thousand in a new folder. A first process pairs them in the data folder {@code DIR}; a second one, of the size the
 * product runs with, restores them and idles. Both are the whole product on an embedded database.
 */
public final class IdleSessionsBenchmark {

    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final String WRITES = """
            select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables
            """;

    private IdleSessionsBenchmark() {}

    /** Runs it and prints its figures. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        Path data = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("idle-sessions");
        switch (args.length > 2 ? args[2] : "both") {
            case "pair" -> pair(data, sessions);
            case "restore" -> restore(data, sessions);
            default -> {
                run(data, sessions, "pair", List.of());
                run(
                        data,
                        sessions,
                        "restore",
                        List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx1g"));
            }
        }
    }

    private static void run(Path data, int sessions, String phase, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), IdleSessionsBenchmark.class.getName()));
        command.addAll(List.of(Integer.toString(sessions), data.toString(), phase));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(phase + " ended with " + code);
        }
    }

    private static ConfigurableApplicationContext start(Path data) {
        return SpringApplication.run(
                StaffettaApplication.class,
                "--staffetta.data=" + data,
                "--staffetta.port=0",
                "--server.port=0",
                "--staffetta.simulator.time=1");
    }

    private static void pair(Path data, int count) {
        try (ConfigurableApplicationContext product = start(data)) {
            JdbcClient jdbc = product.getBean(JdbcClient.class);
            long user = jdbc.sql("""
                    insert into app_user (email, password_hash, created_at) values ('bench@example.org', '', now())
                    returning id
                    """).query(Long.class).single();
            Caller caller = new Caller(user, "user:bench", Set.of(Scope.values()));
            Sessions sessions = product.getBean(Sessions.class);
            SessionControl control = product.getBean(SessionControl.class);
            World world = product.getBean(World.class);
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                Session session =
                        sessions.create(caller, new NewSession("bench-" + i, null, "simulator", Map.of(), "v1"));
                while (control.qr(session).isEmpty()) {
                    LockSupport.parkNanos(100_000);
                }
                world.scan(session.engineKey());
            }
            awaitReady(jdbc, count);
            System.out.printf("paired %d sessions in %.1f s%n", count, (System.nanoTime() - begun) / 1e9);
        }
    }

    private static void restore(Path data, int count) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (ConfigurableApplicationContext product = start(data)) {
            JdbcClient jdbc = product.getBean(JdbcClient.class);
            double started = (System.nanoTime() - begun) / 1e9;
            double slowest = 0;
            int port = product.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            while (ready(jdbc) < count) {
                slowest = Math.max(slowest, health(port));
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            System.out.printf(
                    "started in %.1f s; %d sessions ready %.1f s later; slowest health answer meanwhile %.0f ms%n",
                    started, count, (System.nanoTime() - begun) / 1e9 - started, slowest * 1e3);
            idle(jdbc);
        }
    }

    private static void idle(JdbcClient jdbc) throws IOException {
        LockSupport.parkNanos(SETTLING.toNanos());
        long before = jdbc.sql(WRITES).query(Long.class).single();
        long cpu = cpu(ProcessHandle.current().pid());
        LockSupport.parkNanos(IDLE.toNanos());
        long written = jdbc.sql(WRITES).query(Long.class).single() - before;
        double busy = (cpu(ProcessHandle.current().pid()) - cpu) / 100.0 / IDLE.toSeconds();
        long postmaster = jdbc.sql("select pg_backend_pid()").query(Long.class).single();
        long database = ProcessHandle.of(postmaster).flatMap(ProcessHandle::parent).stream()
                .mapToLong(parent -> pss(parent.pid())
                        + parent.children().mapToLong(child -> pss(child.pid())).sum())
                .sum();
        long jvm = pss(ProcessHandle.current().pid());
        System.out.printf(
                "idle: JVM %d MB, database %d MB, together %d MB; %.2f rows written a second; %.1f %% of a core%n",
                jvm / 1024, database / 1024, (jvm + database) / 1024, (double) written / IDLE.toSeconds(), busy * 100);
    }

    private static void awaitReady(JdbcClient jdbc, int count) {
        while (ready(jdbc) < count) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Those that became ready since this process holds its lease. */
    private static int ready(JdbcClient jdbc) {
        return jdbc.sql("""
                select count(*) from wa_session s where s.state = 'ready' and s.state_since > (
                    select pg_catalog.to_timestamp(?))
                """)
                .param(ProcessHandle.current()
                                .info()
                                .startInstant()
                                .orElseThrow()
                                .toEpochMilli()
                        / 1e3)
                .query(Integer.class)
                .single();
    }

    private static double health(int port) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                            .build(),
                    BodyHandlers.ofString());
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Resident memory in kB, shared pages divided among those that share them. */
    private static long pss(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Processor time in hundredths of a second. */
    private static long cpu(long pid) throws IOException {
        String[] fields = Files.readString(Path.of("/proc/" + pid + "/stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
