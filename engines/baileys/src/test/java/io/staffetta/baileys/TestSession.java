package io.staffetta.baileys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.Engine;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/** A session as the product keeps it: its credentials and keys outlive its connections. */
final class TestSession implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(40);
    static final Function<EngineEvent, CompletionStage<Void>> KEPT = event -> CompletableFuture.completedFuture(null);

    final MemoryKeys keys = new MemoryKeys();
    final AtomicReference<Credentials> credentials = new AtomicReference<>();
    final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    /** What becomes of keeping an event. */
    volatile Function<EngineEvent, CompletionStage<Void>> keeping = KEPT;

    private final Engine engine;
    private final String key;
    Connection connection;

    TestSession(Engine engine, String key) {
        this.engine = engine;
        this.key = key;
    }

    /** Opens another connection, as after every end of one; what was heard before is forgotten. */
    TestSession connect() {
        close();
        events.clear();
        Link link = new Link(key, Map.of(), Optional.ofNullable(credentials.get()), keys);
        connection = engine.open(link, new Ear());
        connection.connect();
        return this;
    }

    /** Takes down what it hears, but for what the test wants otherwise. */
    private final class Ear implements EngineListener {

        @Override
        public void on(EngineEvent event) {
            if (event instanceof EngineEvent.CredentialsChanged(Credentials fresh)) {
                credentials.set(fresh);
            }
            events.add(event);
        }

        @Override
        public CompletionStage<Void> take(EngineEvent event) {
            on(event);
            return keeping.apply(event);
        }
    }

    SendOutcome send(long to, String id, String text) {
        return connection.send(new OutboundMessage(UUID.randomUUID(), id, to, text, true), Duration.ofSeconds(20));
    }

    <T extends EngineEvent> T hears(Class<T> type) {
        return hears(type, event -> true);
    }

    <T extends EngineEvent> T hears(Class<T> type, Predicate<T> which) {
        await().alias(type.getSimpleName())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events)
                        .as("events so far")
                        .anyMatch(event -> type.isInstance(event) && which.test(type.cast(event))));
        return heard(type).stream().filter(which).findFirst().orElseThrow();
    }

    <T extends EngineEvent> List<T> heard(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
