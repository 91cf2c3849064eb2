package io.staffetta.waha;

import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.WebhookCheck;
import io.staffetta.waha.stub.HttpPort;
import io.staffetta.waha.stub.StubRemote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** An engine in front of a stub, with a door for webhooks. */
final class TestWaha implements AutoCloseable {

    static final String API_KEY = "stub-api-key-4711";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final SettableClock clock = new SettableClock();
    final DirectHttp http = new DirectHttp(true);
    final WahaEngine engine = new WahaEngine(http, clock, new Random(7));
    final StubRemote stub;
    final MemoryKeys keys = new MemoryKeys();
    final List<WebhookCheck> checks = new CopyOnWriteArrayList<>();
    private final HttpPort door;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    TestWaha(int stubPort) {
        this.stub = new StubRemote(stubPort);
        this.door = new HttpPort(0, this::called);
    }

    /** One session of the product, named the same at WAHA. */
    final class Session implements AutoCloseable {

        final String name;
        final List<EngineEvent> events = new CopyOnWriteArrayList<>();
        final Link link;
        final Connection connection;

        private Session(String name, Map<String, String> more, Optional<Credentials> credentials) {
            this.name = name;
            Map<String, String> settings = new HashMap<>(Map.of(
                    "baseUrl",
                    stub.baseUrl(),
                    "apiKey",
                    API_KEY,
                    "session",
                    name,
                    "inboundUrl",
                    "http://127.0.0.1:" + door.port() + "/inbound/waha/" + name));
            settings.putAll(more);
            this.link = new Link("key-" + name, settings, credentials, keys);
            this.connection = engine.open(link, events::add);
        }

        <T extends EngineEvent> T heard(Class<T> kind) {
            return heard(kind, event -> true);
        }

        <T extends EngineEvent> T heard(Class<T> kind, Predicate<T> which) {
            await().atMost(PATIENCE).until(() -> said(kind).stream().anyMatch(which));
            return said(kind).stream().filter(which).findFirst().orElseThrow();
        }

        <T extends EngineEvent> List<T> said(Class<T> kind) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        Session ready(long phone) {
            connection.connect();
            heard(EngineEvent.QrCode.class);
            stub.scan(name, phone);
            connection.refresh();
            heard(EngineEvent.Ready.class);
            return this;
        }

        SendOutcome send(long phone, String text) {
            return send(phone, text, PATIENCE);
        }

        SendOutcome send(long phone, String text, Duration timeout) {
            String id = connection.messageId("3EB0PROPOSED", Duration.ofSeconds(5));
            return connection.send(new OutboundMessage(UUID.randomUUID(), id, phone, text, true), timeout);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    Session session(String name) {
        return session(name, Map.of(), Optional.empty());
    }

    Session session(String name, Map<String, String> more, Optional<Credentials> credentials) {
        Session session = new Session(name, more, credentials);
        sessions.put(name, session);
        return session;
    }

    private HttpPort.Answer called(HttpPort.Request request) {
        Session session = sessions.get(request.path().replace("/inbound/waha/", ""));
        InboundCall call = new InboundCall(
                request.method(),
                request.query(),
                request.headers(),
                request.body().getBytes(StandardCharsets.UTF_8));
        WebhookCheck check = engine.check(session.link, call);
        checks.add(check);
        if (!(check instanceof WebhookCheck.Genuine)) {
            return new HttpPort.Answer.Sent(403, Map.of(), "");
        }
        engine.read(session.link, call.body()).heard().forEach(heard -> session.events.add(heard.event()));
        return new HttpPort.Answer.Sent(200, Map.of(), "");
    }

    @Override
    public void close() {
        engine.close();
        door.close();
        stub.close();
        http.close();
    }
}
