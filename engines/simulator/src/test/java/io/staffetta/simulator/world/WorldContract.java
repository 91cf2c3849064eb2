package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.ReceiptLevel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What every way into the simulated world has to do alike, in this process or over a socket. */
public abstract class WorldContract {

    private static final long ANNA = 39_150_000_0001L;
    private static final long BRUNO = 39_150_000_0002L;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();
    private SimulatedWhatsApp inside;
    private World world;

    /** The product's way into the world. */
    protected abstract World enter(SimulatedWhatsApp inside);

    /** The way in for somebody else. */
    protected abstract TestSession.Opener enterAsAnother(SimulatedWhatsApp inside);

    /** Closes what {@link #enter} opened. */
    protected abstract void leaveAll() throws Exception;

    @BeforeEach
    void open() {
        inside = new SimulatedWhatsApp(folder, time, Clock.systemUTC(), 42);
        inside.behaveByDefault(BehaviourChange.to(Behaviour.INSTANT));
        world = enter(inside);
    }

    @AfterEach
    void close() throws Exception {
        leaveAll();
        inside.close();
    }

    @Test
    void aNewSessionShowsACodeAndIsReadyAfterTheScan() {
        TestSession session = TestSession.fresh(world::open, "s1");

        session.connection().connect();
        EngineEvent.QrCode code = session.await(EngineEvent.QrCode.class);
        long number = world.scan("s1");
        EngineEvent.Ready ready = session.await(EngineEvent.Ready.class);

        assertThat(code.validFor()).isEqualTo(Duration.ofSeconds(20));
        assertThat(ready.phone()).isEqualTo(OptionalLong.of(number));
        assertThat(ready.displayName()).isPresent();
        assertThat(session.heard().stream().map(Object::getClass).map(Class::getSimpleName))
                .containsExactly("QrCode", "CredentialsChanged", "Authenticated", "Ready");
    }

    @Test
    void codesRotateUntilTheAttemptEndsAndARefreshBeginsAnew() {
        TestSession session = TestSession.fresh(world::open, "s1");
        session.connection().connect();

        for (int shown = 1; shown <= 6; shown++) {
            session.await(EngineEvent.QrCode.class, shown);
            pass(Duration.ofSeconds(20));
        }
        session.await(EngineEvent.Disconnected.class);

        assertThat(session.heard(EngineEvent.QrCode.class)).hasSize(6).doesNotHaveDuplicates();
        assertThatThrownBy(() -> world.scan("s1"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("no_code_on_show"));
        session.connection().refresh();
        session.await(EngineEvent.QrCode.class, 7);
        world.scan("s1");
        session.await(EngineEvent.Ready.class);
    }

    @Test
    void aRefreshWhilePairingShowsAnotherCode() {
        TestSession session = TestSession.fresh(world::open, "s1");
        session.connection().connect();
        session.await(EngineEvent.QrCode.class);

        session.connection().refresh();

        assertThat(session.await(EngineEvent.QrCode.class, 2)).doesNotHaveDuplicates();
    }

    @Test
    void aPairingCodeIsAcceptedByThePhoneItWasMadeForOnly() {
        TestSession session = TestSession.fresh(world::open, "s1");
        session.connection().connect();
        session.await(EngineEvent.QrCode.class);

        session.connection().requestPairingCode(391234567890L);
        EngineEvent.PairingCode code = session.await(EngineEvent.PairingCode.class);

        assertThat(code.code()).matches("[A-Z1-9]{4}-[A-Z1-9]{4}");
        assertThatThrownBy(() -> world.scan("s1", 6281234567890L))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo("pairing_code_for_other_number"));
        assertThat(world.scan("s1")).isEqualTo(391234567890L);
    }

    @Test
    void aSessionKeepsItsAutomaticNumberAndMayTakeAnyPossibleOne() {
        TestSession session = TestSession.paired(world, "s1");
        TestSession other = TestSession.fresh(world::open, "s2");
        other.connection().connect();
        other.await(EngineEvent.QrCode.class);

        assertThatThrownBy(() -> world.scan("s2", 12))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("invalid_number"));
        assertThat(world.scan("s2", 391234567890L)).isEqualTo(391234567890L);
        long first = number(session);
        world.logOut("s1");

        TestSession again = TestSession.paired(world, "s1");

        assertThat(again.await(EngineEvent.Ready.class).phone()).hasValue(first);
    }

    @Test
    void aLinkedSessionIsRestoredWithoutPairing() {
        Credentials credentials = TestSession.paired(world, "s1").credentials();

        TestSession restored =
                TestSession.restored(world::open, "s1", credentials).connected();

        assertThat(restored.heard(EngineEvent.QrCode.class)).isEmpty();
        assertThat(restored.heard(EngineEvent.CredentialsChanged.class)).isEmpty();
        assertThat(restored.send("m1", ANNA)).isEqualTo(new SendOutcome.Accepted("m1"));
    }

    @Test
    void credentialsNobodyKnowsMeanLoggedOut() {
        TestSession session =
                TestSession.restored(world::open, "s1", new Credentials("sim-0".getBytes(StandardCharsets.UTF_8)));

        session.connection().connect();

        session.await(EngineEvent.LoggedOut.class);
    }

    @Test
    void whatIsAcceptedStandsInTheLedger() {
        TestSession session = TestSession.paired(world, "s1");

        assertThat(session.send("m1", ANNA)).isEqualTo(new SendOutcome.Accepted("m1"));

        assertThat(world.ledger(0, 10))
                .containsExactly(
                        new LedgerEntry(1, time.now(true), "s1", number(session), ANNA, "Hello " + ANNA, "m1", false));
    }

    @Test
    void theLedgerShowsRepeats() {
        TestSession session = TestSession.paired(world, "s1");

        session.send("m1", ANNA);
        session.send("m1", ANNA);

        assertThat(world.ledger(0, 10)).extracting(LedgerEntry::repeat).containsExactly(false, true);
    }

    @Test
    void theLedgerIsReadInPages() {
        TestSession session = TestSession.paired(world, "s1");
        for (int i = 1; i <= 600; i++) {
            session.send("m" + i, ANNA);
        }

        assertThat(world.ledger(0, 2)).extracting(LedgerEntry::seq).containsExactly(1L, 2L);
        assertThat(world.ledger(511, 3)).extracting(LedgerEntry::messageId).containsExactly("m512", "m513", "m514");
        assertThat(world.ledger(599, 100)).extracting(LedgerEntry::seq).containsExactly(600L);
        assertThat(world.ledger(600, 100)).isEmpty();
        assertThatThrownBy(() -> world.ledger(0, 0)).isInstanceOf(Problem.class);
    }

    @Test
    void receiptsFollowInTheSimulatorsTime() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("deliverDelay", delay(10), "readDelay", delay(60)));
        session.send("m1", ANNA);

        pass(Duration.ofSeconds(10));
        assertThat(session.await(EngineEvent.Receipt.class).level()).isEqualTo(ReceiptLevel.DELIVERED);
        assertThat(session.connection().lookUp("m1", Duration.ofSeconds(5)))
                .isEqualTo(new Evidence.Found(ReceiptLevel.DELIVERED));
        pass(Duration.ofSeconds(60));
        assertThat(session.await(EngineEvent.Receipt.class, 2).getLast().level())
                .isEqualTo(ReceiptLevel.READ);
    }

    @Test
    void receiptsComeTwiceAndBackwardsIfWanted() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("duplicateReceipts", true, "reorderReceipts", true));

        session.send("m1", ANNA);

        assertThat(session.await(EngineEvent.Receipt.class, 4))
                .extracting(EngineEvent.Receipt::level)
                .containsExactly(ReceiptLevel.READ, ReceiptLevel.READ, ReceiptLevel.DELIVERED, ReceiptLevel.DELIVERED);
    }

    @Test
    void receiptsOfASessionThatIsAwayWaitForItsReturn() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("deliverDelay", delay(10)));
        session.send("m1", ANNA);
        world.drop("s1", "test");
        session.await(EngineEvent.Disconnected.class);
        pass(Duration.ofSeconds(10));

        TestSession back =
                TestSession.restored(world::open, "s1", session.credentials()).connected();

        assertThat(back.await(EngineEvent.Receipt.class, 2))
                .extracting(EngineEvent.Receipt::level)
                .containsExactly(ReceiptLevel.DELIVERED, ReceiptLevel.READ);
        assertThat(session.heard(EngineEvent.Receipt.class)).isEmpty();
    }

    @Test
    void receiptsToldShortlyBeforeAReconnectAreToldAgain() {
        TestSession session = TestSession.paired(world, "s1");
        session.send("m1", ANNA);
        session.await(EngineEvent.Receipt.class, 2);

        TestSession back =
                TestSession.restored(world::open, "s1", session.credentials()).connected();

        back.await(EngineEvent.Receipt.class, 2);
    }

    @Test
    void aRefusedMessageNeverArrives() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("refuseRate", 1));

        SendOutcome outcome = session.send("m1", ANNA);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(EndReason.REFUSED));
        assertThat(world.ledger(0, 10)).isEmpty();
    }

    @Test
    void aMessageTurnedAwayNeverArrives() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("notSentRate", 1));

        assertThat(session.send("m1", ANNA)).isInstanceOf(SendOutcome.NotSent.class);

        assertThat(world.ledger(0, 10)).isEmpty();
        assertThat(session.connection().lookUp("m1", Duration.ofSeconds(5))).isEqualTo(new Evidence.NeverHad());
    }

    @Test
    void aMessageWhoseAnswerGotLostArrivedAndCanBeLookedUp() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("unknownRate", 1, "receipts", false));

        assertThat(session.send("m1", ANNA)).isInstanceOf(SendOutcome.Unknown.class);

        assertThat(world.ledger(0, 10)).hasSize(1);
        assertThat(session.heard(EngineEvent.Receipt.class)).isEmpty();
        assertThat(session.connection().lookUp("m1", Duration.ofSeconds(5))).isInstanceOf(Evidence.Found.class);
        behave(Map.of("evidence", false));
        assertThat(session.connection().lookUp("m1", Duration.ofSeconds(5))).isEqualTo(new Evidence.NotKnown());
    }

    @Test
    void ratesMixOutcomes() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("refuseRate", 0.25, "unknownRate", 0.25, "notSentRate", 0.25));

        for (int i = 0; i < 400; i++) {
            session.send("m" + i, ANNA);
        }

        assertThat(world.ledger(0, 1000).size()).isBetween(140, 260);
    }

    @Test
    void anUndeliverableMessageIsReported() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("undeliverableRate", 1));

        assertThat(session.send("m1", ANNA)).isInstanceOf(SendOutcome.Accepted.class);

        assertThat(session.await(EngineEvent.Undeliverable.class).messageId()).isEqualTo("m1");
        assertThat(session.heard(EngineEvent.Receipt.class)).isEmpty();
    }

    @Test
    void aSlowMessageIsAnsweredWhenItsTimeComes() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("acceptDelay", delay(5)));

        CompletableFuture<SendOutcome> outcome = CompletableFuture.supplyAsync(() -> session.send("m1", ANNA));
        await().until(() ->
                session.connection().lookUp("m1", Duration.ofSeconds(5)).equals(new Evidence.NotKnown()));
        assertThat(world.ledger(0, 10)).isEmpty();
        pass(Duration.ofSeconds(5));

        assertThat(outcome).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new SendOutcome.Accepted("m1"));
    }

    @Test
    void aMessageSlowerThanItsCallersPatienceIsUnknownAndArrivesLater() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("acceptDelay", delay(5)));

        SendOutcome outcome = session.send("m1", ANNA, Duration.ofMillis(50));
        Evidence meanwhile = session.connection().lookUp("m1", Duration.ofSeconds(5));
        pass(Duration.ofSeconds(5));

        assertThat(outcome).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(meanwhile).isEqualTo(new Evidence.NotKnown());
        await().until(() -> world.ledger(0, 10).size() == 1);
        session.await(EngineEvent.Receipt.class, 2);
    }

    @Test
    void hangingMessagesAreNeitherTakenNorAnswered() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("hanging", true));

        assertThat(session.send("m1", ANNA, Duration.ofMillis(50))).isInstanceOf(SendOutcome.Unknown.class);

        assertThat(world.ledger(0, 10)).isEmpty();
        assertThat(session.connection().lookUp("m1", Duration.ofSeconds(5))).isEqualTo(new Evidence.NotKnown());
    }

    @Test
    void aNewerConnectionShutsTheOlderOutAndProvesWhatNeverArrived() {
        TestSession older = TestSession.paired(world, "s1");
        behave(Map.of("acceptDelay", delay(5)));
        older.send("slow", ANNA, Duration.ofMillis(50));

        TestSession newer =
                TestSession.restored(world::open, "s1", older.credentials()).connected();
        Evidence slow = newer.connection().lookUp("slow", Duration.ofSeconds(5));
        SendOutcome fenced = older.send("late", BRUNO);
        pass(Duration.ofSeconds(5));
        SendOutcome own = own(newer);

        assertThat(slow).isEqualTo(new Evidence.NeverHad());
        assertThat(fenced)
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent -> assertThat(notSent.cause()).isEqualTo(SendOutcome.Cause.FENCED));
        assertThat(own).isEqualTo(new SendOutcome.Accepted("own"));
        assertThat(world.ledger(0, 10)).extracting(LedgerEntry::messageId).containsExactly("own");
        assertThat(older.heard(EngineEvent.Replaced.class)).isEmpty();
        assertThat(older.connection().lookUp("own", Duration.ofSeconds(5))).isEqualTo(new Evidence.NotKnown());
    }

    @Test
    void anotherClientReplacesALiveOne() {
        TestSession ours = TestSession.paired(world, "s1");

        TestSession theirs = TestSession.restored(enterAsAnother(inside), "s1", ours.credentials())
                .connected();

        ours.await(EngineEvent.Replaced.class);
        assertThat(ours.send("m1", ANNA))
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent -> assertThat(notSent.cause()).isEqualTo(SendOutcome.Cause.FENCED));
        assertThat(theirs.send("m2", ANNA)).isInstanceOf(SendOutcome.Accepted.class);
    }

    @Test
    void aDroppedSessionCannotSendUntilItReconnects() {
        TestSession session = TestSession.paired(world, "s1");

        world.drop("s1", "the train entered a tunnel");
        EngineEvent.Disconnected dropped = session.await(EngineEvent.Disconnected.class);
        SendOutcome meanwhile = session.send("m1", ANNA);
        session.forget();
        session.connection().refresh();
        session.await(EngineEvent.Ready.class);

        assertThat(dropped.reason()).isEqualTo("the train entered a tunnel");
        assertThat(meanwhile)
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent -> assertThat(notSent.cause()).isEqualTo(SendOutcome.Cause.SESSION_NOT_READY));
        assertThat(session.send("m2", ANNA)).isInstanceOf(SendOutcome.Accepted.class);
    }

    @Test
    void aMessageOnItsWayWhenTheConnectionBreaksIsUnknown() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("acceptDelay", delay(5)));
        CompletableFuture<SendOutcome> outcome = CompletableFuture.supplyAsync(() -> session.send("m1", ANNA));
        await().until(() ->
                session.connection().lookUp("m1", Duration.ofSeconds(5)).equals(new Evidence.NotKnown()));

        world.drop("s1", "test");

        assertThat(outcome).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void unlinkedOnThePhoneMeansLoggedOutForGood() {
        TestSession session = TestSession.paired(world, "s1");

        world.logOut("s1");
        session.await(EngineEvent.LoggedOut.class);
        TestSession restored = TestSession.restored(world::open, "s1", session.credentials());
        restored.connection().connect();

        restored.await(EngineEvent.LoggedOut.class);
        assertThatThrownBy(() -> world.logOut("s1"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("not_linked"));
    }

    @Test
    void theProductMayGiveUpTheLinkItself() {
        TestSession session = TestSession.paired(world, "s1");

        session.connection().logOut();
        session.await(EngineEvent.LoggedOut.class);
        session.connection().connect();

        session.await(EngineEvent.QrCode.class, 2);
    }

    @Test
    void aBannedNumberIsClosedOnEverySession() {
        TestSession session = TestSession.paired(world, "s1");
        TestSession second = TestSession.fresh(world::open, "s2");
        second.connection().connect();
        second.await(EngineEvent.QrCode.class);
        world.scan("s2", number(session));
        second.await(EngineEvent.Ready.class);

        world.ban("s1", "spam");

        assertThat(session.await(EngineEvent.Banned.class).reason()).isEqualTo("spam");
        second.await(EngineEvent.Banned.class);
        TestSession restored = TestSession.restored(world::open, "s1", session.credentials());
        restored.connection().connect();
        restored.await(EngineEvent.Banned.class);
    }

    @Test
    void aRestrictedNumberOpensNoNewChatsAndKeepsItsOwn() {
        TestSession session = TestSession.paired(world, "s1");
        session.send("m1", ANNA);

        world.restrict("s1", time.now(true).plusSeconds(3600), "reachout");
        EngineEvent.Restricted restricted = session.await(EngineEvent.Restricted.class);
        SendOutcome stranger = session.send("m2", BRUNO);

        assertThat(restricted.kind()).isEqualTo("reachout");
        assertThat(Duration.between(Instant.now(), restricted.until()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        assertThat(stranger)
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent -> assertThat(notSent.cause()).isEqualTo(SendOutcome.Cause.RESTRICTED));
        assertThat(session.send("m3", ANNA)).isInstanceOf(SendOutcome.Accepted.class);
        world.say("s1", BRUNO, "Who are you?");
        assertThat(session.send("m4", BRUNO)).isInstanceOf(SendOutcome.Accepted.class);
    }

    @Test
    void aRestrictionEndsByItselfAndIsToldAgainOnConnect() {
        TestSession session = TestSession.paired(world, "s1");
        world.restrict("s1", time.now(true).plusSeconds(3600), "reachout");
        TestSession back =
                TestSession.restored(world::open, "s1", session.credentials()).connected();
        back.await(EngineEvent.Restricted.class);

        pass(Duration.ofHours(1));

        back.await(EngineEvent.Unrestricted.class);
        assertThat(back.send("m1", BRUNO)).isInstanceOf(SendOutcome.Accepted.class);
    }

    @Test
    void aRestrictionCanBeLifted() {
        TestSession session = TestSession.paired(world, "s1");
        world.restrict("s1", time.now(true).plusSeconds(3600), "reachout");

        world.unrestrict("s1");

        session.await(EngineEvent.Unrestricted.class);
        assertThat(session.send("m1", BRUNO)).isInstanceOf(SendOutcome.Accepted.class);
    }

    @Test
    void whatAPersonSaysArrives() {
        TestSession session = TestSession.paired(world, "s1");

        String id = world.say("s1", BRUNO, "STOP");

        EngineEvent.Inbound inbound = session.await(EngineEvent.Inbound.class);
        assertThat(inbound.sourceId()).isEqualTo(id);
        assertThat(inbound.phone()).isEqualTo(BRUNO);
        assertThat(inbound.text()).isEqualTo("STOP");
    }

    @Test
    void peopleReplyAtTheirRate() {
        TestSession session = TestSession.paired(world, "s1");
        behave(Map.of("replyRate", 1, "replyText", "Yes please"));

        session.send("m1", ANNA);

        EngineEvent.Inbound reply = session.await(EngineEvent.Inbound.class);
        assertThat(List.of(reply.phone(), reply.text())).isEqualTo(List.of(ANNA, "Yes please"));
    }

    @Test
    void aSilentConnectionGivesNoProofOfLife() {
        TestSession session = TestSession.paired(world, "s1");
        Instant before = session.connection().lastProofOfLife();

        behave(Map.of("silent", true));
        Instant last = stableProofOfLife(session);

        assertThat(last).isAfterOrEqualTo(before);
        assertThat(session.send("m1", ANNA, Duration.ofMillis(50))).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(session.connection().lastProofOfLife()).isEqualTo(last);
    }

    @Test
    void aClosedConnectionHearsNothingMore() {
        TestSession session = TestSession.paired(world, "s1");
        Credentials credentials = session.credentials();

        session.connection().close();
        session.connection().close();
        session.forget();
        world.say("s1", BRUNO, "Anybody there?");
        TestSession back = TestSession.restored(world::open, "s1", credentials).connected();

        back.await(EngineEvent.Inbound.class);
        assertThat(session.heard()).isEmpty();
        assertThat(session.send("m1", ANNA)).isInstanceOf(SendOutcome.NotSent.class);
    }

    @Test
    void strangersCannotBeControlled() {
        assertThatThrownBy(() -> world.scan("nobody")).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
            assertThat(p.code()).isEqualTo("simulated_session_not_found");
        });
    }

    @Test
    void behavioursAreKeptApart() {
        world.behave("s1", change(Map.of("refuseRate", 0.5)));
        Behaviour everybody = world.behaveByDefault(change(Map.of("replyRate", 0.25)));

        assertThat(world.behaviour("s1").refuseRate()).isEqualTo(0.5);
        assertThat(world.behaviour("s1").replyRate()).isZero();
        assertThat(world.defaultBehaviour()).isEqualTo(everybody);
        assertThat(everybody.replyRate()).isEqualTo(0.25);
        assertThat(everybody.refuseRate()).isZero();
    }

    private static Instant stableProofOfLife(TestSession session) {
        AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            Instant proof = session.connection().lastProofOfLife();
            return proof.equals(last.getAndSet(proof));
        });
        return last.get();
    }

    private SendOutcome own(TestSession session) {
        behave(Map.of("acceptDelay", delay(0)));
        return session.send("own", ANNA);
    }

    private static long number(TestSession session) {
        return session.await(EngineEvent.Ready.class).phone().orElseThrow();
    }

    private void pass(Duration duration) {
        time.pass(duration);
        world.follow(new ClockReading(time.now(true), 1));
    }

    private void behave(Map<String, ?> change) {
        world.behaveByDefault(change(change));
    }

    private static BehaviourChange change(Map<String, ?> change) {
        return JSON.convertValue(change, BehaviourChange.class);
    }

    private static Map<String, String> delay(int seconds) {
        return Map.of("min", "PT" + seconds + "S", "max", "PT" + seconds + "S");
    }
}
