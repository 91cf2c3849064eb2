package io.staffetta.server.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast the REST API answers while the pipeline is half loaded: {@code ApiBenchmark [requests a second] [seconds] [messages a
 * second]}, by default 500, 60 and half of what campaigns without pauses reached just before. Requests leave when they are due,
 * whatever became of those before them, and a wait counts from then on. The product is a process of its own; this one
 * asks.
 */
public final class ApiBenchmark {

    private static final int NUMBERS = 100;
    /** Of each number, before the time that is measured; more than are written to. */
    private static final int PEOPLE_BEFORE = 2_000;

    private static final int PACING_SECONDS = 60;
    /** Messages a second that half of full speed does not reach. */
    private static final int MORE_THAN_HALF = 3_000;

    /** On two cores a JVM compiles for about a minute what requests run. */
    private static final int WARM_UP_SECONDS = 60;

    private static final Duration FULL_SPEED = Duration.ofSeconds(10);
    private static final Duration PACE_LOOK = Duration.ofSeconds(4);
    private static final int PACE_LOOKS = 4;
    private static final Duration AT_THE_END = Duration.ofMinutes(1);
    private static final long FIRST_SINGLE_PERSON = 393450000000L;
    private static final int REMEMBERED = 1_024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OwnProduct product;
    private final SimulatedLoad load;
    private final List<String> campaigns = new ArrayList<>();
    private final Deque<KeptLine> idle = new ConcurrentLinkedDeque<>();
    private final AtomicLongArray messages = new AtomicLongArray(REMEMBERED);
    private final AtomicInteger singles = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");
    private final List<Kind> deal = new ArrayList<>();

    private ApiBenchmark(OwnProduct product) {
        this.product = product;
        this.load = new SimulatedLoad(product);
        for (Kind kind : Kind.values()) {
            deal.addAll(Collections.nCopies(kind.ofTwenty, kind));
        }
        Collections.shuffle(deal, new Random(1));
    }

    /** What is asked, and how often among twenty requests. */
    private enum Kind {
        SEND("send a message", 5),
        MESSAGE("one message", 5),
        MESSAGES("a page of 50 messages", 3),
        SESSIONS("the sessions", 2),
        CAMPAIGNS("a page of 50 campaigns", 2),
        CAMPAIGN("one campaign", 3);

        private final String title;
        private final int ofTwenty;

        Kind(String title, int ofTwenty) {
            this.title = title;
            this.ofTwenty = ofTwenty;
        }
    }

    /** Runs it and prints a line for each kind of request. */
    public static void main(String[] args) throws IOException, SQLException {
        int rate = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        int messagesPerSecond = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        try (OwnProduct product = OwnProduct.start()) {
            new ApiBenchmark(product).run(rate, seconds, messagesPerSecond);
        }
        System.exit(0);
    }

    private void run(int rate, int seconds, int messagesPerSecond) throws IOException, SQLException {
        int pause = messagesPerSecond > 0 ? NUMBERS * 1_000 / messagesPerSecond : 0;
        int people = PEOPLE_BEFORE
                + (messagesPerSecond > 0 ? messagesPerSecond : MORE_THAN_HALF) * (seconds + PACING_SECONDS) / NUMBERS;
        load.link(
                NUMBERS, Map.of("acceptDelay", 0, "deliverDelay", Map.of("min", 0, "max", 1_000), "readDelay", 1_000));
        for (String number : load.numbers()) {
            campaigns.add(load.start(number, people, pause));
        }
        double wanted = messagesPerSecond;
        if (messagesPerSecond <= 0) {
            var _ = load.rate(FULL_SPEED);
            double full = load.rate(FULL_SPEED);
            System.out.printf("campaigns without pauses: %.0f messages/s, with receipts%n", full);
            wanted = full / 2;
        }
        pace(wanted);
        for (int i = 0; i < REMEMBERED / 8; i++) {
            begin(Kind.SEND, i, System.nanoTime(), new ConcurrentLinkedQueue<>());
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        var _ = ask(rate, WARM_UP_SECONDS);
        failures.set(0);
        firstFailure.set("");
        long before = load.sent();
        double jvm = product.vitals().processorSeconds();
        double database = product.databaseSeconds();
        Map<Kind, Queue<Long>> waits = ask(rate, seconds);
        System.out.printf(
                "%d requests/s for %d s over %d connections, while campaigns sent %.0f messages/s; of a core the JVM used %.2f"
                        + " and the database %.2f; load %.1f%n",
                rate,
                seconds,
                lines.get(),
                (load.sent() - before) / (double) seconds,
                (product.vitals().processorSeconds() - jvm) / seconds,
                (product.databaseSeconds() - database) / seconds,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        print(waits);
    }

    /** Pauses so that together they send so many, as near as a few looks come. */
    private void pace(double perSecond) throws IOException {
        double wanted = NUMBERS / perSecond;
        double pause = wanted;
        for (int look = 0; look < PACE_LOOKS; look++) {
            for (String campaign : campaigns) {
                load.pace(campaign, (int) Math.max(1, Math.round(pause * 1_000)));
            }
            pause = Math.max(0.001, pause + wanted - NUMBERS / Math.max(1, load.rate(PACE_LOOK)));
        }
    }

    private Map<Kind, Queue<Long>> ask(int rate, int seconds) {
        Map<Kind, Queue<Long>> waits = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            waits.put(kind, new ConcurrentLinkedQueue<>());
        }
        long begun = System.nanoTime();
        for (int i = 0; i < rate * seconds; i++) {
            long due = begun + i * 1_000_000_000L / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Kind kind = deal.get(i % deal.size());
            begin(kind, i, due, waits.get(kind));
        }
        long end = System.nanoTime() + AT_THE_END.toNanos();
        while (underWay.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return waits;
    }

    private void begin(Kind kind, int n, long due, Queue<Long> waits) {
        underWay.incrementAndGet();
        Thread.startVirtualThread(() -> {
            try {
                request(kind, n);
                waits.add(System.nanoTime() - due);
            } catch (IOException e) {
                failed(kind, String.valueOf(e.getMessage()));
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    private void request(Kind kind, int n) throws IOException {
        KeptLine free = idle.pollFirst();
        KeptLine line = free == null ? product.line() : free;
        lines.addAndGet(free == null ? 1 : 0);
        try {
            KeptLine.Answer answer = call(line, kind, n);
            if (!answer.ok()) {
                failed(kind, answer.status() + " " + answer.body());
            } else if (kind == Kind.SEND) {
                remember(JSON.readTree(answer.body()).path("id").asLong());
            }
            idle.addFirst(line);
        } catch (IOException e) {
            line.close();
            throw e;
        }
    }

    private KeptLine.Answer call(KeptLine line, Kind kind, int n) throws IOException {
        int turn = n / deal.size();
        String campaign = campaigns.get(turn % NUMBERS);
        return switch (kind) {
            case SEND -> send(line);
            case MESSAGE -> line.get("/api/v1/messages/" + anyMessage(n));
            case MESSAGES ->
                line.get("/api/v1/messages?limit=50&order=newest" + (turn % 2 == 0 ? "" : "&campaignId=" + campaign));
            case SESSIONS -> line.get("/api/v1/sessions?limit=50");
            case CAMPAIGNS -> line.get("/api/v1/campaigns?limit=50&order=newest");
            case CAMPAIGN -> line.get("/api/v1/campaigns/" + campaign);
        };
    }

    private KeptLine.Answer send(KeptLine line) throws IOException {
        int n = singles.getAndIncrement();
        return line.post(
                "/api/v1/messages",
                "Idempotency-Key: single-" + n + "\r\n",
                "{\"sessionId\":\"%s\",\"to\":\"+%d\",\"text\":\"Il suo ordine %d e pronto.\"}"
                        .formatted(load.numbers().get(n % NUMBERS), FIRST_SINGLE_PERSON + n, n));
    }

    private void remember(long message) {
        messages.set((int) (message % REMEMBERED), message);
    }

    private long anyMessage(int n) {
        for (int i = 0; i < REMEMBERED; i++) {
            long message = messages.get((int) ((n * 31L + i) % REMEMBERED));
            if (message > 0) {
                return message;
            }
        }
        throw new IllegalStateException("no message was sent yet");
    }

    private void failed(Kind kind, String why) {
        failures.incrementAndGet();
        firstFailure.compareAndSet("", kind.title + ": " + why);
    }

    private void print(Map<Kind, Queue<Long>> waits) {
        waits.forEach((kind, nanos) -> print(kind.title, nanos));
        Queue<Long> all = new ConcurrentLinkedQueue<>();
        waits.values().forEach(all::addAll);
        print("all", all);
        System.out.printf("failed: %d %s%n", failures.get(), firstFailure.get());
    }

    private static void print(String title, Queue<Long> nanos) {
        Waits waits = Waits.ofNanos(nanos.stream().mapToLong(Long::longValue));
        System.out.printf("%-24s %7d answers, %s%n", title, waits.count(), waits);
    }
}
