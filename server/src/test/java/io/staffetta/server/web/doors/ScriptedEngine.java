package io.staffetta.server.web.doors;

import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine of its own name whose other side is the test: it says what it is told to, and remembers what it was handed. */
final class ScriptedEngine implements Engine {

    static final String NAME = "scripted";

    private final Map<String, EngineListener> listeners = new ConcurrentHashMap<>();
    private final Map<String, List<OutboundMessage>> handed = new ConcurrentHashMap<>();

    /** What the other side says to a session's latest connection; waits for the first. */
    void say(String engineKey, EngineEvent event) {
        await().until(() -> listeners.containsKey(engineKey));
        Objects.requireNonNull(listeners.get(engineKey)).on(event);
    }

    /** What a session was given to send. */
    List<OutboundMessage> handed(String engineKey) {
        return handed.getOrDefault(engineKey, List.of());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, false, 1, true, false, true, true);
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        listeners.put(link.sessionKey(), listener);
        return new Wire(handed.computeIfAbsent(link.sessionKey(), _ -> new CopyOnWriteArrayList<>()));
    }

    private record Wire(List<OutboundMessage> handed) implements Connection {

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
            handed.add(message);
            return new SendOutcome.Accepted(message.messageId());
        }

        @Override
        public Evidence lookUp(String messageId, Duration timeout) {
            return new Evidence.NotKnown();
        }

        @Override
        public void logOut() {}

        @Override
        public Instant lastProofOfLife() {
            return Instant.now();
        }

        @Override
        public void close() {}
    }
}
