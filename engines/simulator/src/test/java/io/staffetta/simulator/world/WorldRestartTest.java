package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.ReceiptLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a world outlives its process, however that ended. */
final class WorldRestartTest {

    private static final long ANNA = 39_150_000_0001L;
    private static final long BRUNO = 39_150_000_0002L;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();
    private SimulatedWhatsApp world;

    @BeforeEach
    void open() {
        world = new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 1);
        world.behaveByDefault(BehaviourChange.to(Behaviour.INSTANT));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void linksNumbersAndTheLedgersNumberingGoOn() {
        TestSession before = TestSession.paired(world, "s1");
        before.send("m1", ANNA);
        Credentials credentials = before.credentials();

        restart();
        TestSession after = TestSession.restored(world::open, "s1", credentials).connected();
        after.send("m2", ANNA);

        assertThat(after.await(EngineEvent.Ready.class)).isEqualTo(before.await(EngineEvent.Ready.class));
        assertThat(world.ledger(0, 10)).extracting(LedgerEntry::seq).containsExactly(1L, 2L);
        assertThat(world.ledger(1, 10)).extracting(LedgerEntry::messageId).containsExactly("m2");
    }

    @Test
    void evidenceAndRepeatsAreKnownFromTheLedger() {
        TestSession before = TestSession.paired(world, "s1");
        before.send("m1", ANNA);
        Credentials credentials = before.credentials();

        restart();
        TestSession after = TestSession.restored(world::open, "s1", credentials).connected();

        assertThat(after.connection().lookUp("m1", PATIENCE)).isEqualTo(new Evidence.Found(ReceiptLevel.DELIVERED));
        assertThat(after.connection().lookUp("m2", PATIENCE)).isEqualTo(new Evidence.NeverHad());
        after.send("m1", ANNA);
        assertThat(world.ledger(0, 10)).extracting(LedgerEntry::repeat).containsExactly(false, true);
    }

    @Test
    void receiptsOnTheirWayAreDeliveredAfterARestart() {
        TestSession before = TestSession.paired(world, "s1");
        before.send("m1", ANNA);
        Credentials credentials = before.credentials();

        restart();
        TestSession after = TestSession.restored(world::open, "s1", credentials).connected();

        EngineEvent.Receipt receipt = after.await(EngineEvent.Receipt.class);
        assertThat(receipt.messageId()).isEqualTo("m1");
        assertThat(receipt.level()).isEqualTo(ReceiptLevel.DELIVERED);
    }

    @Test
    void bansRestrictionsBehavioursAndLogoutsStay() {
        Credentials restricted = TestSession.paired(world, "s1").credentials();
        Credentials banned = TestSession.paired(world, "s2").credentials();
        Credentials unlinked = TestSession.paired(world, "s3").credentials();
        world.restrict("s1", time.now(true).plusSeconds(3600), "reachout");
        world.ban("s2", "spam");
        world.logOut("s3");
        Behaviour behaviour = world.behave("s1", BehaviourChange.to(Behaviour.LIFELIKE));

        restart();
        restart();

        TestSession.restored(world::open, "s1", restricted).connected().await(EngineEvent.Restricted.class);
        connect("s2", banned).await(EngineEvent.Banned.class);
        connect("s3", unlinked).await(EngineEvent.LoggedOut.class);
        assertThat(world.behaviour("s1")).isEqualTo(behaviour);
        assertThat(world.defaultBehaviour()).isEqualTo(Behaviour.INSTANT);
    }

    @Test
    void aRestrictionStillEndsAfterARestart() {
        Credentials credentials = TestSession.paired(world, "s1").credentials();
        world.restrict("s1", time.now(true).plusSeconds(3600), "reachout");
        restart();
        TestSession session =
                TestSession.restored(world::open, "s1", credentials).connected();

        time.pass(Duration.ofHours(1));
        world.follow(new ClockReading(time.now(true), 1));

        session.await(EngineEvent.Unrestricted.class);
    }

    @Test
    void whoWroteFirstIsStillKnown() {
        TestSession session = TestSession.paired(world, "s1");
        Credentials credentials = session.credentials();
        world.say("s1", BRUNO, "Hi");
        restart();
        restart();
        TestSession after = TestSession.restored(world::open, "s1", credentials).connected();

        world.restrict("s1", time.now(true).plusSeconds(3600), "reachout");

        assertThat(after.send("m1", BRUNO)).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(after.send("m2", ANNA)).isInstanceOf(SendOutcome.NotSent.class);
    }

    @Test
    void aSessionKeepsItsNumberEvenUnlinked() {
        long number = number(TestSession.paired(world, "s1"));
        TestSession.paired(world, "s2");
        world.logOut("s1");

        restart();

        assertThat(number(TestSession.paired(world, "s3"))).isGreaterThan(number + 1);
        assertThat(number(TestSession.paired(world, "s1"))).isEqualTo(number);
    }

    @Test
    void anUnfinishedLastLineIsCutOff() throws IOException {
        TestSession before = TestSession.paired(world, "s1");
        before.send("m1", ANNA);
        Credentials credentials = before.credentials();
        world.close();
        Files.writeString(folder.resolve("ledger.jsonl"), "{\"seq\":2,\"at\":\"2026-03-0", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("links.jsonl"), "{\"fact\":\"unlinked\",\"tok", StandardOpenOption.APPEND);

        world = new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 1);
        TestSession after = TestSession.restored(world::open, "s1", credentials).connected();
        after.send("m2", ANNA);

        assertThat(world.ledger(0, 10)).extracting(LedgerEntry::messageId).containsExactly("m1", "m2");
        assertThat(Files.readAllLines(folder.resolve("ledger.jsonl"))).hasSize(2);
    }

    @Test
    void aCompleteLineWithoutItsEndWasNeverAnsweredAndDoesNotCount() throws IOException {
        TestSession before = TestSession.paired(world, "s1");
        before.send("m1", ANNA);
        before.send("m2", ANNA);
        Credentials credentials = before.credentials();
        world.close();
        Path ledger = folder.resolve("ledger.jsonl");
        byte[] bytes = Files.readAllBytes(ledger);
        Files.write(ledger, Arrays.copyOf(bytes, bytes.length - 1));

        world = new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 1);
        TestSession after = TestSession.restored(world::open, "s1", credentials).connected();

        assertThat(after.connection().lookUp("m2", PATIENCE)).isEqualTo(new Evidence.NeverHad());
        assertThat(world.ledger(0, 10)).extracting(LedgerEntry::messageId).containsExactly("m1");
    }

    @Test
    void theLinksFileIsRewrittenWithWhatStillHolds() throws IOException {
        TestSession.paired(world, "s1");
        for (int i = 0; i < 100; i++) {
            world.behave("s1", BehaviourChange.to(Behaviour.INSTANT));
        }

        restart();

        assertThat(Files.readAllLines(folder.resolve("links.jsonl"))).hasSize(4);
    }

    @Test
    void aFolderHoldsOneWorldOnly() {
        assertThatThrownBy(() -> new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another simulator");
    }

    @Test
    void anInterruptedSenderLeavesTheLedgerIntact() {
        TestSession session = TestSession.paired(world, "s1");

        Thread.currentThread().interrupt();
        session.send("m1", ANNA);
        boolean interrupted = Thread.interrupted();
        SendOutcome next = session.send("m2", ANNA);

        assertThat(interrupted).isTrue();
        assertThat(next).isEqualTo(new SendOutcome.Accepted("m2"));
        assertThat(world.ledger(0, 10)).hasSize(2);
    }

    @Test
    void theSameSeedGivesTheSameFates() {
        Behaviour half = new BehaviourChange(
                        null, null, null, null, 0.5, null, null, null, null, null, null, null, null, null, null, null)
                .appliedTo(Behaviour.INSTANT);

        assertThat(fates(half, 7)).isEqualTo(fates(half, 7)).isNotEqualTo(fates(half, 8));
    }

    private static List<Fate.Kind> fates(Behaviour behaviour, long seed) {
        return IntStream.range(0, 100)
                .mapToObj(i -> Fate.draw(behaviour, seed, new OutboundMessage(new UUID(0, i), "m" + i, ANNA, "", true))
                        .kind())
                .toList();
    }

    private TestSession connect(String key, Credentials credentials) {
        TestSession session = TestSession.restored(world::open, key, credentials);
        session.connection().connect();
        return session;
    }

    private static long number(TestSession session) {
        return session.await(EngineEvent.Ready.class).phone().orElseThrow();
    }

    private void restart() {
        world.close();
        world = new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 1);
    }
}
