package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.Problem;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.dispatch.Carrier;
import io.staffetta.server.storage.TestDatabase;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SessionsTest {

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final Clock clock = Clock.systemUTC();
    private final SimulatorClock time = new SimulatorClock(clock, 100);
    private final AtomicLong skippedNanos = new AtomicLong();
    private SimulatedWhatsApp world;
    private TestNode node;
    private Caller anna;
    private Caller bruno;

    @BeforeEach
    void start() {
        world = new SimulatedWhatsApp(folder, time, clock, 1);
        anna = new Caller(TestNode.user(database, "anna@example.org"), "user:anna", Set.of(Scope.values()));
        bruno = new Caller(TestNode.user(database, "bruno@example.org"), "user:bruno", Set.of(Scope.values()));
        node = started(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        node.close();
        world.close();
        database.close();
    }

    @Test
    void aNewSessionShowsACodeAndIsReadyAfterTheScan() {
        create("shop");
        awaitState("shop", SessionState.QR_GENERATED);
        await().until(() -> node.control.qr(session("shop")).isPresent());
        long number = world.scan(session("shop").engineKey());

        Session ready = awaitReady("shop");
        assertThat(ready.account().phone()).isEqualTo(number);
        assertThat(ready.readyAt()).isNotNull();
        Carrier carrier = node.dispatcher.carrier(ready.pk()).orElseThrow();
        assertThat(carrier.numberKey()).isEqualTo(number);
        assertThat(node.control.qr(ready)).isEmpty();
        assertThat(phases(ready.pk())).containsExactly("created", "qr_generated", "authenticated", "ready");
    }

    @Test
    void aSessionCanBeLinkedWithATypedCode() {
        create("shop");
        awaitState("shop", SessionState.QR_GENERATED);
        PairingCode code = node.control.pairingCode(anna, "shop", 393331112222L);
        assertThat(code.content()).isNotBlank();
        world.scan(session("shop").engineKey());
        assertThat(awaitReady("shop").account().phone()).isEqualTo(393331112222L);
        assertThatThrownBy(() -> node.control.pairingCode(anna, "shop", 393331112222L))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("not_pairing"));
    }

    @Test
    @Contract("door4.credentials")
    void credentialsAreSealedInTheDatabase() {
        ready("shop");
        byte[] box = database.jdbc()
                .sql("select ciphertext from session_credential")
                .query(byte[].class)
                .single();
        assertThat(new String(box, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("sim-");
    }

    @Test
    @Contract("door4.restore")
    void aProcessThatDiedIsFollowedByOneThatRestoresWithoutPairing() {
        Session before = ready("shop");
        node.die();
        node = started(node.id);

        Session after = awaitReady("shop");
        assertThat(after.account().phone()).isEqualTo(before.account().phone());
        assertThat(node.recovered).singleElement().satisfies(taken -> {
            assertThat(taken.sessionPk()).isEqualTo(before.pk());
            assertThat(taken.epoch()).isEqualTo(2);
        });
        assertThat(node.dispatcher.carrier(after.pk()).orElseThrow().ownerEpoch())
                .isEqualTo(2);
        assertThat(phases(after.pk())).endsWith("ready", "initializing", "authenticated", "ready");
    }

    @Test
    @Contract("door4.restore")
    void aStoppedSessionStaysStoppedOverARestart() {
        ready("shop");
        assertThat(node.control.stop(anna, "shop").condition().state()).isEqualTo(SessionState.STOPPED);
        node.die();
        node = started(node.id);
        ready("other");
        assertThat(session("shop").condition().state()).isEqualTo(SessionState.STOPPED);

        node.control.start(anna, "shop");
        awaitReady("shop");
    }

    @Test
    void aDroppedSessionIsDetachedAndComesBack() {
        Session session = ready("shop");
        world.drop(session.engineKey(), "reset");
        awaitState("shop", SessionState.DISCONNECTED);
        assertThat(node.dispatcher.detached()).contains(session.pk());
        awaitReady("shop");
        assertThat(phases(session.pk())).endsWith("ready", "disconnected", "authenticated", "ready");
    }

    @Test
    void aSilentConnectionIsNotReady() {
        MovableClock moved = new MovableClock();
        try (SimulatedWhatsApp quiet = new SimulatedWhatsApp(folder.resolve("quiet"), time, moved, 1)) {
            node.close();
            node = new TestNode(database, new SimulatorEngine(quiet), time, moved, UUID.randomUUID(), System::nanoTime);
            node.node.custody().beat();
            create("shop");
            awaitState("shop", SessionState.QR_GENERATED);
            quiet.scan(session("shop").engineKey());
            awaitReady("shop");
            quiet.behave(
                    session("shop").engineKey(),
                    new BehaviourChange(
                            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                            true));
            moved.advance(Duration.ofSeconds(59));
            node.node.supervisor().slowTick(moved.instant());
            assertThat(session("shop").condition().state()).isEqualTo(SessionState.READY);
            moved.advance(Duration.ofSeconds(2));
            node.node.supervisor().slowTick(moved.instant());
            assertThat(awaitState("shop", SessionState.DISCONNECTED).condition().reason())
                    .isEqualTo("no_proof_of_life");
        }
    }

    @Test
    void aBannedSessionStaysDownAndSaysWhy() {
        Session session = ready("shop");
        world.ban(session.engineKey(), "spam");
        Session banned = awaitState("shop", SessionState.ERROR);
        assertThat(banned.condition().reason()).isEqualTo("banned");
        assertThat(banned.condition().detail()).isEqualTo("spam");
        assertThat(node.dispatcher.carrier(session.pk())).isEmpty();
        await().untilAsserted(() -> assertThat(node.moves)
                .last()
                .satisfies(last -> assertThat(last.condition().state()).isEqualTo(SessionState.ERROR)));
    }

    @Test
    void aLogOutOnThePhoneForgetsTheCredentialsAndWaitsForAPairing() {
        Session session = ready("shop");
        world.logOut(session.engineKey());
        awaitState("shop", SessionState.LOGGED_OUT);
        assertThat(count("session_credential")).isZero();
        node.control.start(anna, "shop");
        awaitState("shop", SessionState.QR_GENERATED);
    }

    @Test
    void aLogOutByTheUserUnlinksThePhone() {
        Session session = ready("shop");
        node.control.logOut(anna, "shop");
        assertThat(session("shop").condition().state()).isEqualTo(SessionState.LOGGED_OUT);
        assertThat(count("session_credential")).isZero();
        assertThatThrownBy(() -> world.ban(session.engineKey(), "x"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("not_linked"));
    }

    @Test
    void aRestrictionHoldsUntilItEndsAndSurvivesADrop() {
        Session session = ready("shop");
        world.restrict(session.engineKey(), time.now(true).plus(Duration.ofDays(1)), "new_chats");
        Session restricted = awaitState("shop", SessionState.RESTRICTED);
        await().until(() -> restriction(session) != null);
        Carrier.Restriction first = restriction(session);
        assertThat(first.id()).isPositive().isEqualTo(restricted.restriction().id());

        world.drop(session.engineKey(), "reset");
        awaitState("shop", SessionState.DISCONNECTED);
        awaitState("shop", SessionState.RESTRICTED);
        await().until(() -> restriction(session) != null);
        assertThat(restriction(session).id()).isEqualTo(first.id());

        world.unrestrict(session.engineKey());
        awaitReady("shop");
        await().until(() -> restriction(session) == null);
        world.restrict(session.engineKey(), time.now(true).plus(Duration.ofDays(1)), "new_chats");
        await().until(() -> restriction(session) != null);
        assertThat(restriction(session).id()).isGreaterThan(first.id());
    }

    @Test
    void otherLimitsReachTheDispatcherAtOnce() {
        Session session = ready("shop");
        node.sessions.change(
                anna, "shop", new SessionChange("Shop", 25, 0, false, "+39 333 111 2222", null, null, null));
        await().untilAsserted(() -> {
            Carrier carrier = node.dispatcher.carrier(session.pk()).orElseThrow();
            assertThat(carrier.typingSimulation()).isFalse();
        });
        assertThat(session("shop").limits()).isEqualTo(new Session.Limits(25, 0, false));
        assertThat(session("shop").preferences().ownNumber()).isEqualTo(393331112222L);
        assertThatThrownBy(() -> node.sessions.change(
                        anna, "shop", new SessionChange(null, 10_000_001, null, null, null, null, null, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("invalid_session_limit"));
    }

    @Test
    void aDeletedSessionIsGoneWithItsDirectLaneAndItsSendLogStays() {
        Session session = ready("shop");
        database.jdbc()
                .sql(
                        "insert into send_log (message_id, attempt, number_key, session_pk, at) values (1, 1, ?, ?, now())")
                .params(session.numberKey(), session.pk())
                .update();

        node.sessions.delete(anna, "shop");

        assertThat(node.sessions.find(anna.ownerId(), "shop")).isEmpty();
        assertThat(database.jdbc()
                        .sql("select kind || ' ' || status from lane where session_pk is null order by kind")
                        .query(String.class)
                        .list())
                .containsExactly("direct closed");
        assertThat(count("send_log")).isOne();
        await().untilAsserted(
                        () -> assertThat(node.dispatcher.carrier(session.pk())).isEmpty());
        create("shop");
        awaitState("shop", SessionState.QR_GENERATED);
    }

    /** A mark of sending locks its lane, then what it writes refers to the session. */
    @Test
    void aSessionIsDeletedWhileOneOfItsMessagesIsMarked() throws Exception {
        Session session = ready("shop");
        var mark = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<?> deleted = Objects.requireNonNull(mark.execute(status -> {
                database.jdbc()
                        .sql("select id from lane where session_pk = ? for share")
                        .param(session.pk())
                        .query()
                        .listOfRows();
                Future<?> deleting = threads.submit(() -> node.sessions.delete(anna, "shop"));
                await().until(() -> database.jdbc()
                                .sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and datname = current_database()")
                                .query(Long.class)
                                .single()
                        > 0);
                database.jdbc()
                        .sql("select id from wa_session where id = ? for key share")
                        .param(session.pk())
                        .query()
                        .listOfRows();
                return deleting;
            }));
            deleted.get(30, TimeUnit.SECONDS);
        }
        assertThat(node.sessions.find(anna.ownerId(), "shop")).isEmpty();
    }

    @Test
    void deletingAStoppedSessionUnlinksItsPhone() {
        String key = ready("shop").engineKey();
        node.control.stop(anna, "shop");
        node.sessions.delete(anna, "shop");
        await().untilAsserted(() -> assertThatThrownBy(() -> world.ban(key, "x"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("not_linked")));
    }

    @Test
    void anotherUsersSessionDoesNotExist() {
        ready("shop");
        assertThat(node.sessions.find(bruno.ownerId(), "shop")).isEmpty();
        assertThat(node.sessions.list(bruno.ownerId(), SessionFilter.ALL, 0, 10))
                .isEmpty();
        assertThatThrownBy(() -> node.control.stop(bruno, "shop"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("session_not_found"));
        assertThatThrownBy(() -> node.sessions.delete(bruno, "shop"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("session_not_found"));
        node.sessions.create(bruno, wanted("shop"));
        assertThat(node.sessions.require(bruno.ownerId(), "shop").pk())
                .isNotEqualTo(session("shop").pk());
    }

    @Test
    @Contract("rules.session-ids")
    void idsAreUniqueWellFormedAndNotReserved() {
        create("shop");
        assertProblem("session_exists", "shop");
        assertProblem("reserved_session_id", "Webhooks");
        assertProblem("reserved_session_id", "default");
        assertProblem("invalid_session_id", "a b");
        assertProblem("invalid_session_id", "x".repeat(55));
        assertThatThrownBy(() -> node.sessions.create(anna, new NewSession("tin", null, "tincan", Map.of(), "v1")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("unknown_engine"));
    }

    @Test
    void aNodeWhoseLeaseRanOutStopsAndAnotherTakesItsSessions() {
        Session session = ready("shop");
        assertThat(node.lease.maySend()).isTrue();
        skippedNanos.addAndGet(Duration.ofSeconds(13).toNanos());
        assertThat(node.lease.maySend()).isFalse();
        database.jdbc()
                .sql("update node_lease set until = now() - interval '1 s'")
                .update();

        try (TestNode other = started(UUID.randomUUID())) {
            await().until(() -> other.dispatcher.carrier(session.pk()).isPresent());
            assertThat(other.dispatcher.carrier(session.pk()).orElseThrow().ownerEpoch())
                    .isEqualTo(2);
            node.node.custody().beat();
            await().untilAsserted(() ->
                    assertThat(node.dispatcher.carrier(session.pk())).isEmpty());
            assertThat(node.node.supervisor().find(session.pk())).isEmpty();
            assertThat(session("shop").condition().state()).isEqualTo(SessionState.READY);
        }
    }

    @Test
    void aLostLeaseIsTakenBackWithItsSessions() {
        Session session = ready("shop");
        database.jdbc()
                .sql("update node_lease set until = now() - interval '1 s'")
                .update();
        node.node.custody().beat();
        await().untilAsserted(() -> assertThat(node.dispatcher.carrier(session.pk()))
                .hasValueSatisfying(carrier -> assertThat(carrier.ownerEpoch()).isEqualTo(2)));
        awaitReady("shop");
    }

    @Test
    void aSessionOfAnotherNodeIsNotWrittenAbout() {
        Session session = ready("shop");
        database.jdbc().sql("update session_owner set epoch = epoch + 1").update();
        world.drop(session.engineKey(), "reset");
        await().untilAsserted(
                        () -> assertThat(node.dispatcher.carrier(session.pk())).isEmpty());
        assertThat(session("shop").condition().state()).isEqualTo(SessionState.READY);
    }

    private static Carrier.@Nullable Restriction restriction(TestNode node, long pk) {
        return node.dispatcher.carrier(pk).map(Carrier::restriction).orElse(null);
    }

    private Carrier.@Nullable Restriction restriction(Session session) {
        return restriction(node, session.pk());
    }

    private TestNode started(UUID id) {
        TestNode fresh = new TestNode(
                database,
                new SimulatorEngine(world),
                time,
                clock,
                id,
                () -> System.nanoTime() + (node == null || node.id.equals(id) ? skippedNanos.get() : 0));
        fresh.node.custody().beat();
        fresh.node.start();
        return fresh;
    }

    private static NewSession wanted(String id) {
        return new NewSession(id, null, "simulator", Map.of(), "v1");
    }

    private void create(String id) {
        node.sessions.create(anna, wanted(id));
    }

    private Session ready(String id) {
        create(id);
        awaitState(id, SessionState.QR_GENERATED);
        world.scan(session(id).engineKey());
        return awaitReady(id);
    }

    private Session session(String id) {
        return node.sessions.require(anna.ownerId(), id);
    }

    private Session awaitReady(String id) {
        Session ready = awaitState(id, SessionState.READY);
        await().until(() -> node.dispatcher.carrier(ready.pk()).isPresent());
        return ready;
    }

    private Session awaitState(String id, SessionState state) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> session(id).condition().state() == state);
        return session(id);
    }

    private void assertProblem(String code, String id) {
        assertThatThrownBy(() -> create(id))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    private java.util.List<String> phases(long pk) {
        return database.jdbc()
                .sql("select phase from message_event where session_pk = ? and kind = 'session' order by tx, id")
                .param(pk)
                .query(String.class)
                .list();
    }

    private int count(String table) {
        return database.jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }
}
