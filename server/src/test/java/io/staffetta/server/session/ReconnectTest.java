package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.storage.TestDatabase;
import io.staffetta.simulator.world.SimulatorClock;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reconnecting in virtual time, over an engine that says what the test wants. */
class ReconnectTest {

    private final TestDatabase database = TestDatabase.create();
    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire(clock);
    private final TestNode node =
            new TestNode(database, wire, new SimulatorClock(clock, 1), clock, UUID.randomUUID(), System::nanoTime);
    private final Caller anna =
            new Caller(TestNode.user(database, "anna@example.org"), "user:anna", Set.of(Scope.values()));

    @BeforeEach
    void start() {
        node.node.custody().beat();
        node.sessions.create(anna, new NewSession("shop", null, "wire", Map.of(), "v1"));
        await().until(() -> wire.connections.size() == 1);
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    @Test
    @Contract("door4.reconnect")
    void theFirstReconnectComesAfterFiveSecondsAndTheOldConnectionIsClosedFirst() {
        ready();
        wire.say(new EngineEvent.Disconnected("reset"));
        awaitState(SessionState.DISCONNECTED);
        assertThat(wire.connections.getFirst().closed).isTrue();
        advance(Duration.ofMillis(4_900));
        assertThat(wire.connections).hasSize(1);
        advance(Duration.ofMillis(100));
        awaitTicking(() -> wire.connections.size() == 2);
        assertThat(wire.mostOpenAtOnce).isOne();
    }

    @Test
    void dropsInARowWaitLongerAndAMinuteUpForgetsThem() {
        ready();
        List<Duration> waits = List.of(waitAfterDrop(), waitAfterDrop(), waitAfterDrop());
        assertThat(waits.get(0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(waits.get(1)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        ready();
        clock.advance(Duration.ofSeconds(60));
        assertThat(waitAfterDrop()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aReplacedSessionDoesNotFightForItsLink() {
        ready();
        wire.say(new EngineEvent.Replaced());
        awaitState(SessionState.ERROR);
        advance(Duration.ofHours(1));
        assertThat(wire.connections).hasSize(1);
        assertThat(wire.connections.getFirst().closed).isTrue();
    }

    @Test
    void anAttemptThatHangsIsGivenUp() {
        wire.say(new EngineEvent.Authenticated());
        awaitState(SessionState.AUTHENTICATED);
        clock.advance(Duration.ofSeconds(61));
        node.node.supervisor().slowTick(clock.instant());
        awaitState(SessionState.DISCONNECTED);
        advance(Duration.ofSeconds(5));
        awaitTicking(() -> wire.connections.size() == 2);
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyFromReconnecting() {
        ready();
        wire.say(new EngineEvent.Disconnected("reset"));
        awaitState(SessionState.DISCONNECTED);
        advance(Duration.ofDays(-1));
        advance(Duration.ofSeconds(5));
        awaitTicking(() -> wire.connections.size() == 2);
    }

    @Test
    void whatAClosedConnectionSaysDoesNotCount() {
        ready();
        EngineListener old = wire.connections.getFirst().listener;
        node.control.restart(anna, "shop");
        ready();
        old.on(new EngineEvent.Banned("late"));
        wire.say(new EngineEvent.Restricted(clock.instant().plus(Duration.ofHours(1)), "new_chats"));
        awaitState(SessionState.RESTRICTED);
    }

    @Test
    void aRestrictionEndsByTime() {
        ready();
        wire.say(new EngineEvent.Restricted(clock.instant().plus(Duration.ofHours(1)), "new_chats"));
        awaitState(SessionState.RESTRICTED);
        advance(Duration.ofMinutes(59));
        assertThat(state()).isEqualTo(SessionState.RESTRICTED);
        advance(Duration.ofMinutes(1));
        awaitState(SessionState.READY);
    }

    @Test
    void credentialsAreOnDiskBeforeTheStateTheyBelongTo() {
        wire.say(new EngineEvent.CredentialsChanged(new Credentials(new byte[] {1})));
        ready();
        wire.say(new EngineEvent.Disconnected("reset"));
        awaitState(SessionState.DISCONNECTED);
        advance(Duration.ofSeconds(5));
        awaitTicking(() -> wire.connections.size() == 2);
        assertThat(wire.connections.getLast().link.credentials()).contains(new Credentials(new byte[] {1}));
    }

    @Test
    void whatAnEngineSaysIsCleanedBeforeItIsKept() {
        wire.say(new EngineEvent.Ready(OptionalLong.of(12), Optional.of("A\u0000\u001b[31m" + "x".repeat(500))));
        awaitState(SessionState.READY);
        Session session = session();
        assertThat(session.account().phone()).isNull();
        assertThat(session.account().displayName()).startsWith("A[31mx").hasSize(200);
        assertThat(session.numberKey()).isEqualTo(-session.pk());
    }

    @Test
    void aReceiptThatTheDatabaseCannotTakeNowHasToComeAgain() {
        node.dispatcher.keeping = CompletableFuture.failedFuture(new SQLTransientConnectionException("away"));
        assertThat(wire.ask(receipt())).isCompletedExceptionally();
        node.dispatcher.keeping = CompletableFuture.completedFuture(null);
        assertThat(wire.ask(receipt())).isCompletedWithValue(null);
    }

    @Test
    void oneThatItWillNeverTakeNeedNotComeAgain() {
        node.dispatcher.keeping = CompletableFuture.failedFuture(new SQLException("nonsense", "22021"));
        assertThat(wire.ask(receipt())).isCompletedWithValue(null);
    }

    private EngineEvent receipt() {
        return new EngineEvent.Receipt("3EB0AA", ReceiptLevel.DELIVERED, clock.instant());
    }

    private Duration waitAfterDrop() {
        int before = wire.connections.size();
        wire.say(new EngineEvent.Disconnected("reset"));
        await().until(() -> wire.connections.getLast().closed);
        LiveSession live = node.node.supervisor().find(session().pk()).orElseThrow();
        await().until(() -> live.reconnectAt != null);
        Instant dropped = clock.instant();
        while (live.reconnectAt != null) {
            advance(Duration.ofMillis(100));
            if (!clock.instant().isBefore(dropped.plus(Duration.ofMinutes(6)))) {
                throw new AssertionError("no reconnect");
            }
            Instant due = live.reconnectAt;
            if (due == null || !clock.instant().isBefore(due)) {
                awaitTicking(() -> wire.connections.size() > before);
            }
        }
        return Duration.between(dropped, clock.instant());
    }

    private void ready() {
        wire.say(new EngineEvent.Ready(OptionalLong.of(393331112222L), Optional.empty()));
        awaitState(SessionState.READY);
    }

    private void advance(Duration by) {
        clock.advance(by);
        node.node.supervisor().tick();
    }

    private SessionState state() {
        return session().condition().state();
    }

    private Session session() {
        return node.sessions.require(anna.ownerId(), "shop");
    }

    private void awaitState(SessionState state) {
        awaitTicking(() -> state() == state);
    }

    /** Time is looked at again and again, as in the product: a state is on disk before its session waits for anything. */
    private void awaitTicking(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            node.node.supervisor().tick();
            return condition.call();
        });
    }

    /** An engine whose other side is the test. */
    private static final class Wire implements Engine {

        final List<Plug> connections = new CopyOnWriteArrayList<>();
        final MovableClock clock;
        volatile long mostOpenAtOnce;

        Wire(MovableClock clock) {
            this.clock = clock;
        }

        void say(EngineEvent event) {
            connections.getLast().listener.on(event);
        }

        CompletableFuture<Void> ask(EngineEvent event) {
            return connections.getLast().listener.take(event).toCompletableFuture();
        }

        @Override
        public String name() {
            return "wire";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(false, false, false, 1, false, false, false, false);
        }

        @Override
        public Connection open(Link link, EngineListener listener) {
            Plug plug = new Plug(link, listener, clock);
            connections.add(plug);
            mostOpenAtOnce = Math.max(
                    mostOpenAtOnce, connections.stream().filter(p -> !p.closed).count());
            return plug;
        }
    }

    private static final class Plug implements Connection {

        final Link link;
        final EngineListener listener;
        final Instant opened;
        volatile boolean closed;

        Plug(Link link, EngineListener listener, MovableClock clock) {
            this.link = link;
            this.listener = listener;
            this.opened = clock.instant();
        }

        @Override
        public void connect() {}

        @Override
        public void refresh() {}

        @Override
        public void requestPairingCode(long phone) {}

        @Override
        public void seen(long phone, Duration timeout) {}

        @Override
        public void typing(long phone, boolean shown, Duration timeout) {}

        @Override
        public SendOutcome send(OutboundMessage message, Duration timeout) {
            return new SendOutcome.Unknown("a test sends nothing");
        }

        @Override
        public Evidence lookUp(String messageId, Duration timeout) {
            return new Evidence.NotKnown();
        }

        @Override
        public void logOut() {}

        @Override
        public Instant lastProofOfLife() {
            return opened;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
