package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.Picture;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is looked up of accounts, how often, and what is told meanwhile. */
@Contract("door5.look-ups")
class AccountsTest {

    private static final Duration GAP = Duration.ofMillis(300);

    private SimulatedNumbers numbers;
    private AskedEngine engine;

    @BeforeEach
    void start() {
        numbers = new SimulatedNumbers(Map.of("staffetta.accounts.gap", GAP.toMillis() + "ms"), AskedEngine.class);
        engine = numbers.server.bean(AskedEngine.class);
    }

    @AfterEach
    void stop() {
        numbers.close();
    }

    @Test
    void anAccountIsLookedUpOnceInTenMinutesHoweverOftenItIsAskedFor() {
        ready("one");
        await().until(() -> account("one").path("profilePicture").asString("").equals("data:image/png;base64,AAAA"));

        for (int i = 0; i < 20; i++) {
            account("one");
        }
        ready("two");
        await().until(() -> account("two").path("profilePicture").isString());
        assertThat(engine.looks).hasSize(2);

        numbers.server.clock().advance(Duration.ofMinutes(11));
        account("one");
        await().until(() -> engine.looks.size() == 4);
    }

    @Test
    void aSessionTellsOfItsAccountAndWhereItsPictureIs() {
        ready("one");
        String session = "/api/v1/sessions/one";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> numbers.get(session).path("picture").isString());

        JsonNode told = numbers.get(session);
        assertThat(told.path("lastSeen").isString()).isTrue();
        assertThat(told.path("operator").path("plan").asString()).isEqualTo("Unknown");
        Answer picture = numbers.server.get(told.path("picture").asString(), numbers.bearer());
        assertThat(picture.status()).isEqualTo(200);
        assertThat(picture.header("Content-Type")).startsWith("image/png");
        assertThat(numbers.server
                        .get("/api/v1/sessions/nobody/picture", numbers.bearer())
                        .code())
                .isEqualTo("session_not_found");
    }

    @Test
    void lookUpsKeepTheirDistance() {
        ready("one");
        ready("two");
        ready("three");
        await().until(() -> engine.looks.size() == 3);

        List<Long> at = engine.looks;
        assertThat(Duration.ofNanos(at.get(1) - at.get(0))).isGreaterThan(GAP.dividedBy(2));
        assertThat(Duration.ofNanos(at.get(2) - at.get(0)))
                .isGreaterThan(GAP.multipliedBy(3).dividedBy(2));
    }

    @Test
    void theListAnswersWhenALookUpFails() {
        engine.fails = true;
        ready("one");
        await().until(() -> engine.looks.size() == 1);
        await().until(() -> numbers.server
                        .database()
                        .jdbc()
                        .sql("select count(*) from session_account where looked_at is not null")
                        .query(Integer.class)
                        .single()
                == 1);

        JsonNode account = account("one");

        assertThat(account.path("status").asString()).isEqualTo("connected");
        assertThat(account.path("profilePicture").isNull()).isTrue();
        assertThat(engine.looks).hasSize(1);
    }

    @Test
    void whatAnAccountWasLastSeenAtOutlivesItsConnection() {
        ready("one");
        assertThat(Instant.parse(account("one").path("lastSeen").asString())).isAfter(Instant.EPOCH);
        numbers.post("/api/v1/sessions/one/stop", Map.of());

        await().until(() -> account("one").path("status").asString().equals("disconnected"));
        await().until(() -> account("one").path("lastSeen").isString());
    }

    @ParameterizedTest
    @CsvSource({
        "628123456789, Telkomsel",
        "628151234567, Indosat",
        "628171234567, XL",
        "628311234567, Axis",
        "628811234567, Smartfren",
        "393331112222, Unknown",
        "1, Unknown"
    })
    @Contract("door5.operator")
    void numbersTellTheirOperator(long phone, String provider) {
        assertThat(Providers.of(phone)).isEqualTo(provider);
    }

    @Test
    @Contract("door5.operator")
    void whatTheUserSaysOfAnOperatorHolds() {
        ready("one");

        assertThat(operator("{\"provider\": \"Three\", \"plan\": \"Prepaid\"}"))
                .isEqualTo("{\"provider\":\"Three\",\"type\":\"Prepaid\"}");
        assertThat(operator("{}")).isEqualTo("{\"provider\":\"Telkomsel\",\"type\":\"Unknown\"}");
        assertThat(numbers.any("PUT", "/api/v1/sessions/one/operator", Map.of("plan", "Both"))
                        .code())
                .isEqualTo("invalid_operator");
    }

    private String operator(String body) {
        numbers.server.send("PUT", "/api/v1/sessions/one/operator", body, numbers.bearer());
        return account("one").path("operatorInfo").toString();
    }

    /** A session of the asked engine that is ready, and a blast to see it by. */
    private void ready(String id) {
        numbers.post("/api/v1/sessions", Map.of("id", id, "engine", "asked"));
        numbers.awaitState(id, "ready");
        numbers.post("/api/v1/campaigns", Map.of("name", id, "sessionId", id, "template", "Ciao"));
    }

    private JsonNode account(String id) {
        return numbers.get("/api/blast-control/sessions")
                .at("/data/sessions")
                .valueStream()
                .map(blast -> blast.path("whatsappAccount"))
                .filter(account -> account.path("sessionId").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** An engine whose sessions are ready at once, and which writes down when it is asked for a picture. */
    static final class AskedEngine implements Engine {

        final List<Long> looks = new CopyOnWriteArrayList<>();
        volatile boolean fails;

        @Override
        public String name() {
            return "asked";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(false, false, false, 1, false, false, false, true);
        }

        @Override
        public Connection open(Link link, EngineListener listener) {
            return new Asked(this, listener);
        }
    }

    private record Asked(AskedEngine engine, EngineListener listener) implements Connection {

        @Override
        public void connect() {
            Thread.ofVirtual().start(() -> {
                listener.on(new EngineEvent.Authenticated());
                listener.on(new EngineEvent.Ready(OptionalLong.of(628123456789L), Optional.empty()));
            });
        }

        @Override
        public Optional<Picture> ownPicture(Duration timeout) {
            engine.looks.add(System.nanoTime());
            if (engine.fails) {
                throw new IllegalStateException("no answer in time");
            }
            return Optional.of(new Picture("image/png", "AAAA"));
        }

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
            return new SendOutcome.Unknown("nothing is sent here");
        }

        @Override
        public Evidence lookUp(String messageId, Duration timeout) {
            return new Evidence.NotKnown();
        }

        @Override
        public void logOut() {}

        @Override
        public Instant lastProofOfLife() {
            return Instant.now().plus(Duration.ofHours(1));
        }

        @Override
        public void close() {}
    }
}
