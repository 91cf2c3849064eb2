package io.staffetta.server.dispatch;

import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Link;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Claims;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Probe;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.QueueWorld;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.storage.GroupCommit;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.world.Behaviour;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The product's own way from the queue to the simulator's ledger, at zero delay and without limits, over a database of a
 * {@link QueueWorld}: what benchmarks run.
 */
public final class Pipeline implements AutoCloseable {

    /** Real time for numbers of any kind. */
    public static final BusinessTime REAL = new BusinessTime() {
        @Override
        public Instant now(boolean simulated) {
            return Instant.now();
        }

        @Override
        public Duration real(boolean simulated, Duration business) {
            return business.isNegative() ? Duration.ZERO : business;
        }
    };

    /** The largest limits that can be set: never reached here, but looked at with each mark. */
    private static final int LARGEST_LIMIT = 100_000;

    private static final Duration LONGEST_RUN = Duration.ofMinutes(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final QueueWorld world;
    private final Progress progress;
    private final CountedClaims claims;
    private final SimulatedWhatsApp whatsApp;

    /**
     * What a run did.
     *
     * @param claims transactions that took messages from lanes
     * @param marks transactions that marked messages as sending
     * @param words transactions that took down answers and receipts
     */
    public record Run(int messages, Duration took, Batches claims, Batches marks, Batches words) {

        /** Messages per second. */
        public double rate() {
            return messages * 1e9 / took.toNanos();
        }
    }

    /** Transactions, and how many messages were in them. */
    public record Batches(long commits, long items) {

        /** Messages in the average transaction. */
        public double size() {
            return commits == 0 ? 0 : (double) items / commits;
        }

        private Batches since(Batches before) {
            return new Batches(commits - before.commits, items - before.items);
        }
    }

    /** Over this world, with receipts for what was sent or without. */
    public Pipeline(QueueWorld world, boolean receipts) throws IOException {
        this.world = world;
        this.progress = world.progress();
        this.claims = new CountedClaims(world);
        this.whatsApp = new SimulatedWhatsApp(Files.createTempDirectory("pipeline-"), REAL, Clock.systemUTC(), 1);
        whatsApp.behaveByDefault(instant(receipts));
    }

    /** Makes sessions and queues of their own, and sends all of it. */
    public Run run(int sessions, int messages) throws InterruptedException {
        DispatchLoop loop = loop();
        long before = world.count("select coalesce(max(id), 0) from campaign");
        List<Carrier> carriers = new ArrayList<>();
        SimulatorEngine engine = new SimulatorEngine(whatsApp);
        for (int i = 0; i < sessions; i++) {
            long session = world.session();
            world.limits(session, LARGEST_LIMIT, LARGEST_LIMIT);
            world.bulkCampaign(session, messages / sessions);
            carriers.add(carrier(session, link(engine, session, loop), engine));
        }
        world.jdbc.sql("vacuum analyze message").update();
        int total = messages / sessions * sessions;
        Batches claimsBefore = claims.batches();
        List<Batches> writersBefore = writers();
        long start = System.nanoTime();
        loop.start();
        carriers.forEach(loop::attach);
        await().atMost(LONGEST_RUN)
                .pollInterval(BETWEEN_LOOKS)
                .until(() -> world.count("select coalesce(sum(sent), 0) from campaign where id > ?", before) >= total);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        loop.stop();
        List<Batches> writers = writers();
        return new Run(
                total,
                took,
                claims.batches().since(claimsBefore),
                writers.get(0).since(writersBefore.get(0)),
                writers.get(1).since(writersBefore.get(1)));
    }

    @Override
    public void close() {
        progress.close();
        whatsApp.close();
    }

    private DispatchLoop loop() {
        return new DispatchLoop(
                world.board,
                new SendLog(world.transactions),
                claims,
                progress,
                new Doubts(world.transactions),
                requests -> requests.stream()
                        .collect(Collectors.toMap(
                                MessageTexts.TextRequest::messageId,
                                r -> new MessageTexts.Rendered.Text("Ciao, ci vediamo sabato?"))),
                () -> true,
                new ClockGap(world.jdbc, Clock.systemUTC()),
                new Halts(""),
                REAL,
                Clock.systemUTC(),
                new SecureRandom(),
                Refusals.untold(),
                Baggage.asItIs(),
                60);
    }

    private List<Batches> writers() {
        return progress.writers().stream()
                .map(GroupCommit::counters)
                .map(counters -> new Batches(counters.commits(), counters.items()))
                .toList();
    }

    private static BehaviourChange instant(boolean receipts) {
        BehaviourChange all = BehaviourChange.to(Behaviour.INSTANT);
        return new BehaviourChange(
                all.acceptDelay(),
                all.deliverDelay(),
                all.readDelay(),
                all.replyDelay(),
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                all.replyText(),
                receipts,
                false,
                false,
                true,
                false,
                false);
    }

    private Connection link(SimulatorEngine engine, long session, DispatchLoop loop) throws InterruptedException {
        String key = "s" + session;
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch code = new CountDownLatch(1);
        Connection connection = engine.open(new Link(key, Map.of(), Optional.<Credentials>empty()), event -> {
            switch (event) {
                case EngineEvent.QrCode qr -> code.countDown();
                case EngineEvent.Ready up -> ready.countDown();
                case EngineEvent.Receipt receipt -> loop.receipt(session, receipt);
                default -> {}
            }
        });
        connection.connect();
        code.await();
        whatsApp.scan(key);
        ready.await();
        return connection;
    }

    private Carrier carrier(long session, Connection connection, SimulatorEngine engine) {
        return new Carrier(
                session, world.owner, 1, engine.name(), connection, engine.capabilities(), -session, false, null);
    }

    /** The product's claims, counted. Only the dispatch loop claims. */
    private static final class CountedClaims extends Claims {

        private volatile Batches batches = new Batches(0, 0);

        CountedClaims(QueueWorld world) {
            super(world.transactions, Clock.systemUTC());
        }

        Batches batches() {
            return batches;
        }

        @Override
        public List<Claimed> claim(List<Probe> probes) {
            List<Claimed> claimed = super.claim(probes);
            if (!claimed.isEmpty()) {
                batches = new Batches(batches.commits() + 1, batches.items() + claimed.size());
            }
            return claimed;
        }
    }
}
