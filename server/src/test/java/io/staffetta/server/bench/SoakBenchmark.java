package io.staffetta.server.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether anything grows in a product that works steadily: {@code SoakBenchmark [minutes] [messages a second]}, by default 30 and
 * 100. Four messages of five are those of campaigns, which begin anew from eight numbers again and again; the rest are single
 * ones. People get, read and sometimes answer them, somebody looks at lists, and a client follows the stream. Every minute, in
 * short runs oftener, the figures are read; at the end it is said of each whether it grows.
 */
public final class SoakBenchmark implements StreamClients.Listener {

    private static final int NUMBERS = 8;
    private static final double OF_CAMPAIGNS = 0.8;
    private static final int CAMPAIGN_SECONDS = 120;
    private static final int READINGS = 30;
    private static final Duration SHORTEST_GAP = Duration.ofSeconds(5);
    private static final Duration LONGEST_GAP = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AT_THE_END = Duration.ofSeconds(60);
    private static final long FIRST_SINGLE_PERSON = 393450000000L;
    /** Sending itself takes a part of the time from one message to the next. */
    private static final double PAUSE = 0.9;

    private static final Map<String, Object> LIFE = Map.of(
            "acceptDelay",
            Map.of("min", 1, "max", 10),
            "deliverDelay",
            Map.of("min", 500, "max", 3_000),
            "readDelay",
            Map.of("min", 2_000, "max", 10_000),
            "replyDelay",
            Map.of("min", 2_000, "max", 10_000),
            "replyRate",
            0.02);

    private final OwnProduct product;
    private final SimulatedLoad load;
    private final int rate;
    private final Duration length;
    private final AtomicLong singles = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String lastFailure = "";
    private volatile boolean over;

    private SoakBenchmark(OwnProduct product, int minutes, int rate) {
        this.product = product;
        this.load = new SimulatedLoad(product);
        this.rate = rate;
        this.length = Duration.ofMinutes(minutes);
    }

    /** Runs it and prints a line for each reading and one for each figure at the end. */
    public static void main(String[] args) throws IOException {
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        try (OwnProduct product = OwnProduct.start()) {
            new SoakBenchmark(product, minutes, rate).run();
        }
        System.exit(0);
    }

    private void run() throws IOException {
        load.link(NUMBERS, LIFE);
        SoakFigures figures = new SoakFigures(product);
        try (StreamClients stream = new StreamClients(product.port(), this)) {
            stream.open(0, product.key());
            stream.start();
            load.numbers().forEach(number -> Thread.startVirtualThread(() -> again(() -> campaign(number))));
            Thread.startVirtualThread(this::singles);
            Thread.startVirtualThread(() -> again(this::look));
            read(figures);
            over = true;
            settle();
            figures.verdict().forEach(System.out::println);
            System.out.printf(
                    "%d single messages taken, %d calls failed %s; the stream told %d events, %d resets, %d ends%n",
                    singles.get(), failures.get(), lastFailure, heard.get(), resets.get(), stream.ended());
            System.out.println("messages by state: " + states());
        }
    }

    private void read(SoakFigures figures) throws IOException {
        Duration gap = length.dividedBy(READINGS);
        gap = gap.compareTo(SHORTEST_GAP) < 0 ? SHORTEST_GAP : gap;
        gap = gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap;
        long begun = System.nanoTime();
        long sent = 0;
        for (int n = 1; n <= length.dividedBy(gap); n++) {
            awaitUntil(begun + gap.multipliedBy(n).toNanos());
            long now = sentInAll();
            System.out.printf(
                    "%6.1f min: %.0f messages/s, load %.1f; %s%n",
                    (System.nanoTime() - begun) / 60e9,
                    (now - sent) * 1e9 / gap.toNanos(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    figures.read());
            sent = now;
        }
    }

    private static void awaitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private interface Step {
        void go() throws IOException;
    }

    private void again(Step step) {
        while (!over) {
            attempt(step);
        }
    }

    private void attempt(Step step) {
        try {
            step.go();
        } catch (IOException | RuntimeException e) {
            if (!over) {
                failures.incrementAndGet();
                lastFailure = e.toString();
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Sends one campaign to its end. */
    private void campaign(String number) throws IOException {
        double perSecond = rate * OF_CAMPAIGNS / NUMBERS;
        String id =
                load.start(number, (int) (perSecond * CAMPAIGN_SECONDS), (int) Math.max(1, 1_000 / perSecond * PAUSE));
        while (!over
                && !product.get("/api/v1/campaigns/" + id)
                        .path("status")
                        .asString("")
                        .equals("completed")) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void singles() {
        KeptLine line = product.line();
        long begun = System.nanoTime();
        double perSecond = rate * (1 - OF_CAMPAIGNS);
        for (long n = 0; !over; n++) {
            awaitUntil(begun + (long) (n * 1e9 / perSecond));
            long single = n;
            attempt(() -> send(line, single));
        }
        attempt(line::close);
    }

    private void send(KeptLine line, long n) throws IOException {
        KeptLine.Answer answer = line.post(
                "/api/v1/messages",
                "Idempotency-Key: single-" + n + "\r\n",
                "{\"sessionId\":\"%s\",\"to\":\"+%d\",\"text\":\"Il suo ordine %d e pronto.\"}"
                        .formatted(load.numbers().get((int) (n % NUMBERS)), FIRST_SINGLE_PERSON + n, n));
        if (!answer.ok()) {
            throw new IOException(answer.status() + " " + answer.body());
        }
        singles.incrementAndGet();
    }

    private void look() throws IOException {
        product.get("/api/v1/messages?limit=50&order=newest");
        product.get("/api/v1/campaigns?limit=50&order=newest");
        product.get("/api/v1/sessions");
        LockSupport.parkNanos(LOOK.toNanos());
    }

    /** Single messages have all gone, or nothing moves any more. */
    private void settle() {
        long end = System.nanoTime() + AT_THE_END.toNanos();
        while (waiting() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private long waiting() {
        return product.jdbc()
                .sql(
                        "select count(*) from message where campaign_id is null and state in ('queued', 'claimed', 'sending')")
                .query(Long.class)
                .single();
    }

    private long sentInAll() {
        return product.jdbc()
                .sql("select coalesce(sum(messages_sent), 0) from session_stats")
                .query(Long.class)
                .single();
    }

    private List<String> states() {
        return product.jdbc()
                .sql(
                        "select case when campaign_id is null then 'single ' else 'campaign ' end || state || ' ' || count(*)"
                                + " from message group by campaign_id is null, state order by 1")
                .query(String.class)
                .list();
    }

    @Override
    public void heard(int client, String event) {
        heard.incrementAndGet();
    }

    @Override
    public void reset(int client) {
        resets.incrementAndGet();
    }
}
