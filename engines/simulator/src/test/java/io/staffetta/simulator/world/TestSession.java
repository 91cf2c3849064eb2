package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A session of the product as a test plays it: one connection and all it heard. */
public final class TestSession {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<EngineEvent> heard = new CopyOnWriteArrayList<>();
    private final Connection connection;

    /** A way into the world. */
    @FunctionalInterface
    public interface Opener {
        /** Opens a connection. */
        Connection open(Link link, EngineListener listener);
    }

    private TestSession(Opener world, String key, Optional<Credentials> credentials) {
        connection = world.open(new Link(key, Map.of(), credentials), heard::add);
    }

    /** One that was never linked. */
    public static TestSession fresh(Opener world, String key) {
        return new TestSession(world, key, Optional.empty());
    }

    /** One that keeps these credentials. */
    public static TestSession restored(Opener world, String key, Credentials credentials) {
        return new TestSession(world, key, Optional.of(credentials));
    }

    /** Pairs a new session with its automatic number and waits until it is ready. */
    public static TestSession paired(World world, String key) {
        TestSession session = fresh(world::open, key);
        session.connection.connect();
        session.await(EngineEvent.QrCode.class);
        world.scan(key);
        session.await(EngineEvent.Ready.class);
        return session;
    }

    /** Connects and waits until ready. */
    public TestSession connected() {
        connection.connect();
        await(EngineEvent.Ready.class);
        return this;
    }

    /** The connection. */
    public Connection connection() {
        return connection;
    }

    /** The credentials it was last told to keep. */
    public Credentials credentials() {
        return await(EngineEvent.CredentialsChanged.class).credentials();
    }

    /** Everything heard so far. */
    public List<EngineEvent> heard() {
        return List.copyOf(heard);
    }

    /** Everything of one kind heard so far. */
    public <E extends EngineEvent> List<E> heard(Class<E> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Forgets what was heard. */
    public void forget() {
        heard.clear();
    }

    /** Waits for an event of a kind and returns the last one. */
    public <E extends EngineEvent> E await(Class<E> kind) {
        return await(kind, 1).getLast();
    }

    /** Waits for so many events of a kind. */
    public <E extends EngineEvent> List<E> await(Class<E> kind, int atLeast) {
        Awaitility.await(kind.getSimpleName())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(heard(kind)).hasSizeGreaterThanOrEqualTo(atLeast));
        return heard(kind);
    }

    /** Sends a message with this id. */
    public SendOutcome send(String id, long to) {
        return send(id, to, PATIENCE);
    }

    /** Sends a message with this id, with this much patience. */
    public SendOutcome send(String id, long to, Duration timeout) {
        return connection.send(new OutboundMessage(UUID.randomUUID(), id, to, "Hello " + to, true), timeout);
    }
}
