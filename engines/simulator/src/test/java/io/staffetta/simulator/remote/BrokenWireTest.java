package io.staffetta.simulator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.simulator.world.Behaviour;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.ClockReading;
import io.staffetta.simulator.world.LedgerEntry;
import io.staffetta.simulator.world.ManualTime;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.TestSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is certain and what is not when the way to the simulator breaks. */
final class BrokenWireTest {

    private static final long ANNA = 39_150_000_0001L;
    private static final String SECRET = "let me in";

    @TempDir
    Path folder;

    private SimulatedWhatsApp inside;
    private SimulatorServer server;
    private RemoteWorld world;
    private final Semaphore written = new Semaphore(0);

    @BeforeEach
    void open() {
        inside = new SimulatedWhatsApp(folder, new ManualTime(), Clock.systemUTC(), 1);
        inside.behaveByDefault(BehaviourChange.to(Behaviour.INSTANT));
        server = new SimulatorServer(inside, SECRET, 0, reading -> {});
        world = client(server.port(), SECRET);
    }

    @AfterEach
    void close() {
        world.close();
        server.close();
        inside.close();
    }

    @Test
    void aMessageOnItsWayIsUnknownAndTheSessionHearsThatItIsDisconnected() {
        TestSession session = TestSession.paired(world, "s1");
        inside.behave("s1", hanging());
        CompletableFuture<SendOutcome> outcome = CompletableFuture.supplyAsync(() -> session.send("m1", ANNA));
        written.acquireUninterruptibly();

        server.close();

        assertThat(outcome).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(SendOutcome.Unknown.class);
        session.await(EngineEvent.Disconnected.class);
    }

    @Test
    void withoutAWireNothingLeaves() {
        TestSession session = TestSession.paired(world, "s1");
        server.close();
        session.await(EngineEvent.Disconnected.class);

        SendOutcome outcome = session.send("m1", ANNA);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent -> assertThat(notSent.cause()).isEqualTo(SendOutcome.Cause.UNREACHABLE));
        assertThat(session.connection().lookUp("m1", Duration.ofSeconds(1))).isEqualTo(new Evidence.NotKnown());
        assertThatThrownBy(() -> world.ledger(0, 10))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("simulator_unreachable"));
    }

    @Test
    void sessionsComeBackWhenTheSimulatorDoes() {
        TestSession session = TestSession.paired(world, "s1");
        int port = server.port();
        server.close();
        session.await(EngineEvent.Disconnected.class);
        session.connection().connect();
        session.await(EngineEvent.Disconnected.class, 2);

        server = new SimulatorServer(inside, SECRET, port, reading -> {});
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
            session.connection().connect();
            return session.heard(EngineEvent.Ready.class).size() > 1;
        });

        assertThat(session.send("m1", ANNA)).isEqualTo(new SendOutcome.Accepted("m1"));
    }

    @Test
    void aClientThatDiesIsNotTakenForOneThatWasReplaced() {
        TestSession session = TestSession.paired(world, "s1");
        session.send("m1", ANNA);
        session.await(EngineEvent.Receipt.class, 2);
        world.close();

        world = client(server.port(), SECRET);
        TestSession back =
                TestSession.restored(world::open, "s1", session.credentials()).connected();

        assertThat(session.heard(EngineEvent.Replaced.class)).isEmpty();
        back.await(EngineEvent.Receipt.class, 2);
    }

    @Test
    void withoutTheSecretNobodyGetsIn() {
        try (RemoteWorld stranger = client(server.port(), "guessed")) {
            TestSession session = TestSession.fresh(stranger::open, "s1");
            session.connection().connect();

            session.await(EngineEvent.Disconnected.class);
        }
    }

    @Test
    void garbageIsCutOff() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void itListensOnLoopbackOnly() throws IOException {
        try (ServerSocket same = new ServerSocket()) {
            same.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), server.port()));

            assertThat(same.isBound()).isTrue();
        }
    }

    @Test
    void manySessionsShareTheWire() {
        for (int i = 0; i < 200; i++) {
            TestSession session = TestSession.paired(world, "s" + i);
            session.send("m" + i, ANNA);
        }

        assertThat(world.ledger(0, 10_000)).extracting(LedgerEntry::seq).hasSize(200);
    }

    @Test
    void theLedgerComesInPagesOverTheWireToo() {
        TestSession session = TestSession.paired(world, "s1");
        for (int i = 0; i < 1_203; i++) {
            session.send("m" + i, ANNA);
        }

        assertThat(world.ledger(0, 10_000)).hasSize(1_203);
        assertThat(world.ledger(100, 1_000)).hasSize(1_000).first().matches(entry -> entry.seq() == 101);
    }

    @Test
    void aProcessKilledInTheMiddleOfASendLeavesItsOutcomeUnknown(@TempDir Path data) throws Exception {
        Process process = SimulatorLauncher.start(data, SECRET);
        int port = SimulatorLauncher.port(process);
        try (RemoteWorld remote = client(port, SECRET)) {
            TestSession session = TestSession.paired(remote, "s1");
            remote.behave("s1", BehaviourChange.to(Behaviour.INSTANT));
            assertThat(session.send("m1", ANNA)).isEqualTo(new SendOutcome.Accepted("m1"));
            remote.behave("s1", hanging());
            CompletableFuture<SendOutcome> outcome =
                    CompletableFuture.supplyAsync(() -> session.send("m2", ANNA, Duration.ofSeconds(30)));
            assertThat(written.tryAcquire(2, 5, TimeUnit.SECONDS)).isTrue();

            process.destroyForcibly().waitFor();

            assertThat(outcome).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(SendOutcome.Unknown.class);
            session.await(EngineEvent.Disconnected.class);
            try (SimulatedWhatsApp survivor = new SimulatedWhatsApp(data, new ManualTime(), Clock.systemUTC(), 1)) {
                assertThat(survivor.ledger(0, 10))
                        .extracting(LedgerEntry::messageId)
                        .containsExactly("m1");
                TestSession.restored(survivor::open, "s1", session.credentials())
                        .connected();
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theProcessSaysWhatIsWrong(@TempDir Path data) throws Exception {
        Process process = SimulatorLauncher.start(data, "");

        assertThat(process.waitFor()).isEqualTo(2);
        try (BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            assertThat(errors.readLine())
                    .isEqualTo("simulator: --secret-file or STAFFETTA_SIMULATOR_SECRET is missing");
        }
    }

    @Test
    void theWireCarriesThousandsOfMessagesASecond() throws InterruptedException {
        List<TestSession> sessions = IntStream.range(0, 20)
                .mapToObj(i -> TestSession.paired(world, "fast" + i))
                .toList();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sessions.forEach(session -> threads.execute(() -> {
                for (int i = 0; i < 1_000; i++) {
                    session.send("m-" + session.hashCode() + "-" + i, ANNA);
                }
            }));
        }
        long aSecond = 20_000L * 1_000_000_000 / (System.nanoTime() - start);

        System.out.println("messages a second over the wire: " + aSecond);
        assertThat(world.ledger(19_999, 10)).hasSize(1);
        assertThat(aSecond).isGreaterThan(2_000);
    }

    private static BehaviourChange hanging() {
        return new BehaviourChange(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, true, null);
    }

    private RemoteWorld client(int port, String secret) {
        return new RemoteWorld(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                secret,
                Clock.systemUTC(),
                () -> new ClockReading(Instant.now(), 1),
                written::release);
    }
}
