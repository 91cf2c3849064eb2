package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Link;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.QueueWorld;
import io.staffetta.server.queue.SendLog;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.world.Behaviour;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The durable pipeline from queue to ledger at zero delay: claims, marks, results and receipts in a real database with
 * fsync on. Prints messages per second. Arguments: sessions (256) and messages (128000).
 */
public final class PipelineBenchmark {

    private static final BusinessTime REAL = new BusinessTime() {
        @Override
        public Instant now(boolean simulated) {
            return Instant.now();
        }

        @Override
        public Duration real(boolean simulated, Duration business) {
            return business.isNegative() ? Duration.ZERO : business;
        }
    };

    private PipelineBenchmark() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 256;
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 128_000;
        boolean receipts = args.length > 2 && args[2].equals("receipts");
        try (QueueWorld world = new QueueWorld(Clock.systemUTC(), REAL);
                Progress progress = world.progress();
                SimulatedWhatsApp whatsApp =
                        new SimulatedWhatsApp(Files.createTempDirectory("pipeline-"), REAL, Clock.systemUTC(), 1)) {
            run(world, progress, whatsApp, sessions, messages, receipts);
        }
        System.exit(0);
    }

    private static void run(
            QueueWorld world,
            Progress progress,
            SimulatedWhatsApp whatsApp,
            int sessions,
            int messages,
            boolean receipts)
            throws Exception {
        whatsApp.behaveByDefault(instant(receipts));
        DispatchLoop loop = new DispatchLoop(
                world.board,
                new SendLog(world.transactions),
                world.claims,
                progress,
                new Doubts(world.transactions),
                requests -> requests.stream()
                        .collect(Collectors.toMap(
                                MessageTexts.TextRequest::messageId,
                                r -> new MessageTexts.Rendered.Text("Ciao, ci vediamo sabato?"))),
                () -> true,
                new Halts(""),
                REAL,
                Clock.systemUTC(),
                new java.security.SecureRandom());
        SimulatorEngine engine = new SimulatorEngine(whatsApp);
        Carrier[] carriers = new Carrier[sessions];
        for (int i = 0; i < sessions; i++) {
            long session = world.session();
            world.bulkCampaign(session, messages / sessions);
            carriers[i] = carrier(world, session, link(engine, whatsApp, "s" + session, loop, session), engine);
        }
        world.jdbc.sql("vacuum analyze message").update();
        long total = (long) messages / sessions * sessions;
        Instant start = Instant.now();
        loop.start();
        for (Carrier carrier : carriers) {
            loop.attach(carrier);
        }
        long sent;
        do {
            Thread.sleep(200);
            sent = world.count("select coalesce(sum(sent), 0) from campaign");
        } while (sent < total);
        Duration took = Duration.between(start, Instant.now());
        System.out.printf(
                "pipeline: %d messages over %d sessions in %.2f s = %.0f messages/s%n",
                total, sessions, took.toMillis() / 1000.0, total * 1000.0 / took.toMillis());
        progress.writers().forEach(w -> System.out.println("  " + w.name() + " " + w.counters()));
        loop.stop();
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

    private static Connection link(
            SimulatorEngine engine, SimulatedWhatsApp whatsApp, String key, DispatchLoop loop, long session)
            throws InterruptedException {
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

    private static Carrier carrier(QueueWorld world, long session, Connection connection, SimulatorEngine engine) {
        return new Carrier(
                session,
                world.owner,
                1,
                connection,
                engine.capabilities(),
                -session,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                false,
                ZoneOffset.UTC,
                null);
    }
}
