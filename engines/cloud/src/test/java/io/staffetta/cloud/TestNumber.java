package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A number of the Cloud API as the product holds it, and everything that was said of it. */
final class TestNumber implements AutoCloseable {

    static final String ID = "106540352242922";
    static final String TOKEN = "EAAsecretTOKEN-1";
    static final String APP_SECRET = "app-secret-1";
    static final String VERIFY = "a-word-of-ours";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final CloudEngine engine = new CloudEngine(new PlainHttp(), Clock.systemUTC(), new Random(1));
    final Link link;
    final Connection connection;
    private final List<EngineEvent> heard = new CopyOnWriteArrayList<>();

    private TestNumber(Link link) {
        this.link = link;
        this.connection = engine.open(link, heard::add);
    }

    /** Not connected. */
    static TestNumber at(String baseUrl) {
        return new TestNumber(link(Map.of("baseUrl", baseUrl)));
    }

    /** Connected and ready. */
    static TestNumber ready(CloudStubProcess stub) {
        stub.number(ID, TOKEN, "+1 555-000-1234");
        TestNumber number = at(stub.baseUrl().toString());
        number.connection.connect();
        number.await(EngineEvent.Ready.class);
        return number;
    }

    /** Connecting, with settings that differ. */
    static TestNumber connecting(CloudStubProcess stub, Map<String, String> differing) {
        Map<String, String> settings =
                new HashMap<>(Map.of("baseUrl", stub.baseUrl().toString()));
        settings.putAll(differing);
        TestNumber number = new TestNumber(link(settings));
        number.connection.connect();
        return number;
    }

    static Link link(Map<String, String> differing) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "phoneNumberId", ID,
                "businessAccountId", "102290129340398",
                "token", TOKEN,
                "appSecret", APP_SECRET,
                "verifyToken", VERIFY));
        settings.putAll(differing);
        return new Link("session-1", settings, Optional.empty());
    }

    SendOutcome send(long to) {
        return send(to, PATIENCE);
    }

    SendOutcome send(long to, Duration timeout) {
        return connection.send(message(to), timeout);
    }

    static OutboundMessage message(long to) {
        UUID attempt = UUID.randomUUID();
        return new OutboundMessage(attempt, "3EB0" + attempt, to, "Hello", true);
    }

    <E extends EngineEvent> E await(Class<E> kind) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(heard(kind)).isNotEmpty());
        return heard(kind).getFirst();
    }

    <E extends EngineEvent> List<E> heard(Class<E> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        connection.close();
        engine.close();
    }
}
