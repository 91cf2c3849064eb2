package io.staffetta.server.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import io.staffetta.server.campaign.CampaignFixture;
import io.staffetta.server.campaign.ImportReport;
import io.staffetta.server.campaign.Planning;
import io.staffetta.server.campaign.file.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Measures, on the product's embedded PostgreSQL with fsync on: import of a CSV file, planning of its recipients, the
 * report, and the heap that each of them takes on top of what was in use before. Argument: rows (default 1,000,000).
 */
public final class ImportBenchmark {

    private static final long MB = 1 << 20;

    private final AtomicLong peak = new AtomicLong();
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(java.lang.management.MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    private ImportBenchmark() {}

    /**
     * Runs it.
     *
     * @param args rows
     */
    public static void main(String[] args) throws IOException {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path file = Files.createTempFile("people", ".csv");
        try (CampaignFixture fixture = new CampaignFixture()) {
            write(file, rows);
            new ImportBenchmark().run(fixture, file, rows);
        } finally {
            Files.delete(file);
        }
    }

    private void run(CampaignFixture fixture, Path file, int rows) throws IOException {
        listen();
        System.out.printf("%,d rows, file of %,d MB%n", rows, Files.size(file) / MB);
        fixture.csv(fixture.campaign("{{nome}}"), "nome;telefono\nAna;+393331112222\n");
        long campaign = fixture.campaign("Ciao {{nome}}, ti aspettiamo a {{citta}}!");
        measure(fixture, "import", () -> {
            try (InputStream in = Files.newInputStream(file)) {
                ImportReport report = fixture.load(campaign, FileKind.CSV, in);
                require(report.accepted() == rows, report.toString());
            }
        });
        fixture.started(campaign);
        AtomicLong longest = new AtomicLong();
        measure(fixture, "planning", () -> plan(fixture.planning(), campaign, longest));
        require(
                fixture.count("select count(*) from message where campaign_id = ?", campaign) == rows,
                "not everybody has a message");
        System.out.printf("longest chunk of planning: %d ms%n", longest.get());
        measure(
                fixture,
                "report",
                () -> fixture.recipientReport().write(fixture.owner(), campaign, OutputStream.nullOutputStream()));
    }

    private static void plan(Planning planning, long campaign, AtomicLong longest) {
        boolean more = true;
        while (more) {
            long begun = System.nanoTime();
            Optional<Planning.Chunk> chunk = planning.planChunk(campaign);
            longest.accumulateAndGet(Duration.ofNanos(System.nanoTime() - begun).toMillis(), Math::max);
            more = chunk.isPresent() && chunk.get().more();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void measure(CampaignFixture fixture, String what, Work work) throws IOException {
        System.gc();
        long before = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        peak.set(before);
        double own = ownProcessor();
        double databases = databaseProcessor(fixture);
        long begun = System.nanoTime();
        work.run();
        System.out.printf(
                "%s: %.2f s (processor: %.2f s here, %.2f s in the database); heap after collections at most %+d MB%n",
                what,
                (System.nanoTime() - begun) / 1e9,
                ownProcessor() - own,
                databaseProcessor(fixture) - databases,
                (peak.get() - before) / MB);
    }

    private static double ownProcessor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** The processor time of all processes of the database, in hundredths of a second as Linux counts. */
    private static double databaseProcessor(CampaignFixture fixture) throws IOException {
        long ticks = 0;
        for (long pid : fixture.jdbc()
                .sql("select pid from pg_stat_activity")
                .query((row, n) -> row.getLong(1))
                .list()) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / 100.0;
    }

    /** What is in use right after each collection, garbage that the collection did not look at included. */
    private void listen() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                Map<String, MemoryUsage> after = GarbageCollectionNotificationInfo.from(
                                                (CompositeData) notification.getUserData())
                                        .getGcInfo()
                                        .getMemoryUsageAfterGc();
                                long used = after.entrySet().stream()
                                        .filter(pool -> heapPools.contains(pool.getKey()))
                                        .mapToLong(pool -> pool.getValue().getUsed())
                                        .sum();
                                peak.accumulateAndGet(used, Math::max);
                            },
                            null,
                            null);
        }
    }

    private static void write(Path file, int rows) throws IOException {
        String[] cities = {"Forlì", "Roma", "Milano", "Reggio nell'Emilia", "Città di Castello"};
        try (PrintStream out = new PrintStream(
                new java.io.BufferedOutputStream(Files.newOutputStream(file), 1 << 16),
                false,
                StandardCharsets.UTF_8)) {
            out.print("nome;cognome;telefono;citta;codice\r\n");
            for (int i = 0; i < rows; i++) {
                // Every number once, in no order.
                long number = 3_200_000_000L + (i * 48_271L) % 799_999_999L;
                out.print("Anna" + i % 5_000 + ";Rossi;" + (i % 3 == 0 ? "+39 " : i % 3 == 1 ? "39" : "") + number + ";"
                        + cities[i % cities.length] + ";C" + i + "\r\n");
            }
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
