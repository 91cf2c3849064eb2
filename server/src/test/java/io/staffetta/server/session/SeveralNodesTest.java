package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.Problem;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.storage.TestDatabase;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share a database share its sessions, and whichever is asked does what is wanted. */
class SeveralNodesTest {

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final Clock clock = Clock.systemUTC();
    private final SimulatorClock time = new SimulatorClock(clock, 100);
    private final List<TestNode> nodes = new ArrayList<>();
    private SimulatedWhatsApp world;
    private Caller anna;

    @BeforeEach
    void start() {
        world = new SimulatedWhatsApp(folder, time, clock, 1);
        anna = new Caller(TestNode.user(database, "anna@example.org"), "user:anna", Set.of(Scope.values()));
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        world.close();
        database.close();
    }

    private TestNode node() {
        return node(new SimulatorEngine(world), UUID.randomUUID());
    }

    private TestNode node(SimulatorEngine engine, UUID id) {
        TestNode node = new TestNode(database, engine, time, clock, id, System::nanoTime);
        nodes.add(node);
        node.node.custody().beat();
        node.node.start();
        return node;
    }

    private Session created(TestNode node, String id) {
        node.sessions.create(anna, new NewSession(id, null, "simulator", Map.of(), "v1"));
        awaitState(node, id, SessionState.QR_GENERATED);
        return session(node, id);
    }

    private Session linked(TestNode node, String id) {
        world.scan(created(node, id).engineKey());
        awaitState(node, id, SessionState.READY);
        return session(node, id);
    }

    private Session session(TestNode node, String id) {
        return node.sessions.require(anna.ownerId(), id);
    }

    private void awaitState(TestNode node, String id, SessionState state) {
        await().until(() -> session(node, id).condition().state() == state);
    }

    private static boolean holds(TestNode node, Session session) {
        return node.dispatcher.carrier(session.pk()).isPresent();
    }

    @Test
    void aCodeIsShownByANodeThatDoesNotHoldTheSession() {
        TestNode first = node();
        Session shop = created(first, "shop");
        created(first, "bar");
        TestNode second = node();
        await().until(() -> first.lease.hasCompany());

        await().untilAsserted(
                        () -> assertThat(second.control.qr(shop)).isPresent().isEqualTo(first.control.qr(shop)));
        PairingCode typed = second.control.pairingCode(anna, "shop", 393331112222L);

        assertThat(second.control.standing(shop).typedCode()).isEqualTo(typed);
        assertThat(first.control.standing(shop).typedCode()).isEqualTo(typed);
    }

    @Test
    void commandsReachTheNodeThatHoldsTheSession() {
        TestNode first = node();
        Session shop = linked(first, "shop");
        TestNode second = node();

        assertThat(second.control.stop(anna, "shop").condition().state()).isEqualTo(SessionState.STOPPED);
        assertThat(holds(first, shop)).isFalse();
        second.control.start(anna, "shop");
        awaitState(second, "shop", SessionState.READY);
        await().until(() -> holds(first, shop));
        assertThatThrownBy(() -> second.control.pairingCode(anna, "shop", 393331112222L))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("not_pairing"));
    }

    @Test
    void aSessionDeletedAtAnotherNodeIsUnlinked() {
        TestNode first = node();
        Session shop = linked(first, "shop");
        TestNode second = node();

        second.sessions.delete(anna, "shop");

        await().untilAsserted(() -> {
            assertThat(first.node.supervisor().find(shop.pk())).isEmpty();
            assertThat(holds(first, shop)).isFalse();
        });
    }

    @Test
    void aNewNodeGetsItsShareAndADeadOnesIsTaken() {
        TestNode first = node();
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(linked(first, "number-" + i));
        }
        TestNode second = node();

        await().untilAsserted(() -> {
            assertThat(all.stream().filter(session -> holds(first, session))).hasSize(3);
            assertThat(all.stream().filter(session -> holds(second, session))).hasSize(2);
        });
        assertThat(all.stream().filter(session -> holds(first, session) && holds(second, session)))
                .isEmpty();

        stopped(first);
        await().untilAsserted(() -> assertThat(all.stream().filter(session -> holds(second, session)))
                .hasSize(5));
    }

    @Test
    void aSessionThatOnlyItsNodeCanConnectWaitsForThatNode() {
        UUID home = UUID.randomUUID();
        TestNode first = node(SimulatorEngine.onThisNode(world), home);
        Session shop = linked(first, "shop");
        Session bar = linked(first, "bar");
        TestNode second = node(SimulatorEngine.onThisNode(world), UUID.randomUUID());
        TestNode third = node(SimulatorEngine.onThisNode(world), UUID.randomUUID());
        Session cafe = linked(second, "cafe");

        stopped(first);
        second.node.custody().beat();
        third.node.custody().beat();

        assertThat(second.node.supervisor().all()).extracting(LiveSession::pk).containsExactly(cafe.pk());
        assertThat(third.node.supervisor().all()).isEmpty();
        TestNode back = node(SimulatorEngine.onThisNode(world), home);
        await().untilAsserted(() -> {
            assertThat(holds(back, shop)).isTrue();
            assertThat(holds(back, bar)).isTrue();
        });
    }

    @Test
    void aSessionWhoseNodeNeverComesBackIsTaken() {
        TestNode first = node(SimulatorEngine.onThisNode(world), UUID.randomUUID());
        Session shop = linked(first, "shop");
        TestNode second = node(SimulatorEngine.onThisNode(world), UUID.randomUUID());

        stopped(first);
        database.jdbc()
                .sql("update node_lease set until = until - interval '11 minutes' where node_id = ?")
                .param(first.id)
                .update();

        await().until(() -> holds(second, shop));
    }

    @Test
    void aSessionThatSomebodyIsLinkingStaysWhereItIs() {
        TestNode first = node();
        created(first, "shop");
        created(first, "bar");
        aNodeThatTakesNothing();

        first.node.custody().beat();

        List<LiveSession> all = List.copyOf(first.node.supervisor().all());
        all.forEach(live -> first.node
                .supervisor()
                .inTurn(live, () -> {})
                .toCompletableFuture()
                .join());
        assertThat(all).hasSize(2).noneMatch(live -> live.parted);
    }

    @Test
    void whatIsToldToASessionThatWasLetGoConnectsItHereNoMore() {
        TestNode first = node();
        linked(first, "shop");
        linked(first, "bar");
        List<LiveSession> before = List.copyOf(first.node.supervisor().all());
        aNodeThatTakesNothing();

        await().until(() -> first.node.supervisor().all().size() == 1);
        LiveSession gone = before.stream()
                .filter(live -> first.node.supervisor().find(live.pk()).isEmpty())
                .findFirst()
                .orElseThrow();
        first.node
                .supervisor()
                .tell(gone, Command.RESTART)
                .toCompletableFuture()
                .join();

        assertThat(gone.connection).isNull();
    }

    @Test
    void aQuestionOfANewerNodeKeepsNobodyElseWaiting() {
        TestNode first = node();
        Session shop = linked(first, "shop");
        TestNode second = node();
        database.jdbc()
                .sql("insert into session_errand (node_id, session_pk, kind, args) values (?, ?, 'Unheard', '{}')")
                .params(first.id, shop.pk())
                .update();

        assertThat(second.control.stop(anna, "shop").condition().state()).isEqualTo(SessionState.STOPPED);
        await().untilAsserted(() -> assertThat(database.jdbc()
                        .sql("select answer #>> '{failure,code}' from session_errand where kind = 'Unheard'")
                        .query(String.class)
                        .optional())
                .contains("session_elsewhere"));
    }

    /** So that others have more than their share, and what they let go of stays with nobody. */
    private void aNodeThatTakesNothing() {
        database.jdbc()
                .sql("insert into node_lease values (gen_random_uuid(), 1, clock_timestamp() + interval '1 hour')")
                .update();
    }

    private void stopped(TestNode node) {
        node.close();
        nodes.remove(node);
    }
}
