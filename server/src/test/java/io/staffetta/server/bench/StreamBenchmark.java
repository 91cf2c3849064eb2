package io.staffetta.server.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * How fast many clients of the event stream are told what happens: {@code StreamBenchmark [clients] [deliveries a second]
 * [seconds]}, by default 5,000, 20,000 and 30. Each user has twenty clients, as many as the product allows, and all of them get
 * each of the user's events; these are written in small commits as the queue does. A wait counts from an event's commit to its
 * arrival at a client. The product is a process of its own; both processes need a file for each client
 * ({@code ulimit -n}), and more than the 8,192 connections of {@code server.tomcat.max-connections} are not taken.
 */
public final class StreamBenchmark implements StreamClients.Listener {

    private static final int CLIENTS_PER_USER = 20;
    private static final int OTHER_FILES = 300;
    private static final int WARM_UP_SECONDS = 10;
    private static final Duration SLICE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String EVENTS = """
            insert into message_event (at, owner_id, kind, phase, message_id, reason)
            select ?, e.owner_id, 'message', 'delivered', e.n, 'bench'
            from unnest(?::bigint[], ?::bigint[]) as e(owner_id, n)
            """;

    private final int users;
    private final int clients;
    private final int rate;
    private final int seconds;
    private final Long[] owners;
    /** Events have numbers, each user every so manieth; the first are never written. */
    private final int[] lastHeard;

    private final long[] committed;
    private int[] heardNumbers = new int[1 << 20];
    private long[] heardAt = new long[1 << 20];
    private int heard;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();

    private StreamBenchmark(int clients, int deliveries, int seconds) {
        this.users = Math.max(1, clients / CLIENTS_PER_USER);
        this.clients = users * Math.min(clients, CLIENTS_PER_USER);
        this.rate = deliveries * users / this.clients;
        this.seconds = seconds;
        this.owners = new Long[users];
        this.lastHeard =
                IntStream.range(0, this.clients).map(client -> client % users).toArray();
        this.committed = new long[users + rate * (WARM_UP_SECONDS + seconds) + 1];
    }

    /** Runs it and prints its figures. */
    public static void main(String[] args) throws IOException, SQLException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        int deliveries = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 30;
        long files = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getMaxFileDescriptorCount();
        if (files < clients + OTHER_FILES) {
            System.err.printf("%d clients need %d files, ulimit -n allows %d%n", clients, clients + OTHER_FILES, files);
            System.exit(2);
        }
        try (OwnProduct product = OwnProduct.start()) {
            new StreamBenchmark(clients, deliveries, seconds).run(product);
        }
        System.exit(0);
    }

    private void run(OwnProduct product) throws IOException, SQLException {
        List<String> keys = users(product);
        double alone = product.vitals().residentMegabytes();
        try (StreamClients streams = new StreamClients(product.port(), this);
                Connection writer = DatabaseOfData.connection(product.data())) {
            long begun = System.nanoTime();
            for (int client = 0; client < clients; client++) {
                streams.open(client, keys.get(client % users));
            }
            streams.start();
            await(streams, () -> streams.begun() >= clients);
            System.out.printf(
                    "%d clients of %d users in %.1f s; the product's JVM had %.0f MB resident before, %.0f MB with them%n",
                    streams.begun(),
                    users,
                    (System.nanoTime() - begun) / 1e9,
                    alone,
                    product.vitals().residentMegabytes());
            int warm = happen(writer, users, WARM_UP_SECONDS);
            measure(product, streams, writer, warm);
        }
    }

    private void measure(OwnProduct product, StreamClients streams, Connection writer, int first)
            throws SQLException, IOException {
        double jvm = product.vitals().processorSeconds();
        double database = product.databaseSeconds();
        long before = arrived.get();
        long begun = System.nanoTime();
        int end = happen(writer, first, seconds);
        double took = (System.nanoTime() - begun) / 1e9;
        long meanwhile = arrived.get() - before;
        jvm = product.vitals().processorSeconds() - jvm;
        database = product.databaseSeconds() - database;
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        long wanted = (long) (end - users) * clients / users;
        await(streams, () -> arrived.get() >= wanted);
        System.out.printf(
                "%d events/s for %d s: %.0f deliveries/s; of a core the JVM used %.2f and the database %.2f; load %.1f%n",
                rate, seconds, meanwhile / took, jvm / took, database / took, load);
        System.out.printf(
                "in all %d of %d deliveries arrived: %d lost, %d repeated, %d resets, %d streams ended early; %.0f MB"
                        + " resident, %.0f MB on the heap after a collection%n",
                arrived.get(),
                wanted,
                wanted - arrived.get(),
                repeated.get(),
                resets.get(),
                streams.ended(),
                product.vitals().residentMegabytes(),
                product.vitals().livingMegabytes());
        streams.close();
        System.out.printf("from commit to arrival: %s %s%n", waits(first), streams.failure());
    }

    private Waits waits(int first) {
        return Waits.ofNanos(IntStream.range(0, heard)
                .filter(i -> heardNumbers[i] >= first)
                // It may arrive before this process knows that it is committed.
                .mapToLong(i -> Math.max(0, heardAt[i] - committed[heardNumbers[i]])));
    }

    private static void await(StreamClients streams, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()
                && System.nanoTime() < end
                && streams.failure().isEmpty()) {
            LockSupport.parkNanos(SLICE.toNanos());
        }
    }

    /** Makes the users; answers an API key of each. */
    private List<String> users(OwnProduct product) {
        List<String> keys = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            String key = "stf_bench_" + user;
            owners[user] = product.jdbc()
                    .sql("""
                            with u as (
                                insert into app_user (email, password_hash, created_at)
                                values (:email, '', now()) returning id
                            )
                            insert into api_key (owner_id, name, prefix, key_hash, scopes, created_at)
                            select id, 'bench', :key, :hash, '{read}', now() from u returning owner_id
                            """)
                    .param("email", "user" + user + "@example.org")
                    .param("key", key)
                    .param("hash", sha256(key))
                    .query(Long.class)
                    .single();
            keys.add(key);
        }
        return keys;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes events from this number on at the rate for so long; answers the number after the last. */
    private int happen(Connection writer, int from, int forSeconds) throws SQLException {
        int slices = (int) (Duration.ofSeconds(forSeconds).toMillis() / SLICE.toMillis());
        long begun = System.nanoTime();
        int next = from;
        try (PreparedStatement insert = writer.prepareStatement(EVENTS)) {
            for (int slice = 1; slice <= slices; slice++) {
                int end = from + (int) ((long) rate * forSeconds * slice / slices);
                write(insert, next, end);
                next = end;
                LockSupport.parkNanos(Math.max(0, begun + SLICE.toNanos() * slice - System.nanoTime()));
            }
        }
        return next;
    }

    private void write(PreparedStatement insert, int from, int end) throws SQLException {
        Connection writer = insert.getConnection();
        Long[] numbers = IntStream.range(from, end).mapToObj(Long::valueOf).toArray(Long[]::new);
        Long[] whose =
                IntStream.range(from, end).mapToObj(n -> owners[n % users]).toArray(Long[]::new);
        insert.setObject(1, Instant.now().atOffset(ZoneOffset.UTC));
        insert.setArray(2, writer.createArrayOf("bigint", whose));
        insert.setArray(3, writer.createArrayOf("bigint", numbers));
        insert.executeUpdate();
        Arrays.fill(committed, from, end, System.nanoTime());
    }

    @Override
    public void heard(int client, String event) {
        long now = System.nanoTime();
        int number = number(event);
        if (number <= lastHeard[client]) {
            repeated.incrementAndGet();
            return;
        }
        lastHeard[client] = number;
        if (heard == heardNumbers.length) {
            heardNumbers = Arrays.copyOf(heardNumbers, heard * 2);
            heardAt = Arrays.copyOf(heardAt, heard * 2);
        }
        heardNumbers[heard] = number;
        heardAt[heard] = now;
        heard++;
        arrived.incrementAndGet();
    }

    private static int number(String event) {
        int from = event.indexOf("\"messageId\":") + "\"messageId\":".length();
        int end = from;
        while (Character.isDigit(event.charAt(end))) {
            end++;
        }
        return Integer.parseInt(event, from, end, 10);
    }

    @Override
    public void reset(int client) {
        resets.incrementAndGet();
    }
}
