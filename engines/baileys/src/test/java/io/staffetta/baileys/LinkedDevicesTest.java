package io.staffetta.baileys;

import static io.staffetta.baileys.TestSession.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The engine with its real sidecar and real Baileys, against a stand-in for WhatsApp with simulated phones. */
class LinkedDevicesTest {

    private static final AtomicLong NUMBERS = new AtomicLong(393330000000L);
    private static final AtomicLong IDS = new AtomicLong(0x3EB0A00000000000L);

    private static MockWhatsApp whatsApp;
    private static Sidecar sidecar;
    private static BaileysEngine engine;
    private static LogBook log;

    private final List<TestSession> sessions = new ArrayList<>();
    private final long person = NUMBERS.incrementAndGet();

    @BeforeAll
    static void start() {
        log = LogBook.opened();
        Path target = Path.of("target").toAbsolutePath();
        whatsApp = MockWhatsApp.startOrSkip(target);
        sidecar = new Sidecar(
                Launcher.of(new BaileysSettings(target.resolve("sidecar"), "node", "npm", whatsApp.environment())),
                new Rhythm(
                        Duration.ofSeconds(1), Duration.ofSeconds(40), Duration.ofMillis(100), Duration.ofSeconds(1)));
        engine = new BaileysEngine(sidecar, new PlainHttp(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        log.close();
        if (whatsApp != null) {
            engine.close();
            List<String> wrong = new ArrayList<>();
            for (String type : List.of("decrypt-failed", "protocol-error", "internal-error")) {
                whatsApp.events(type).forEach(event -> wrong.add(event.toString()));
            }
            whatsApp.close();
            assertThat(wrong).as("what the stand-in found wrong").isEmpty();
        }
    }

    @AfterEach
    void closeAllAndLookForTheirSecretsInTheLog() {
        sessions.forEach(TestSession::close);
        assertThat(sessions)
                .allSatisfy(session -> assertThat(log.secretsOf(session)).isEmpty());
    }

    private TestSession session() {
        TestSession session = new TestSession(engine, "session-" + sessions.size());
        sessions.add(session);
        return session;
    }

    private TestSession linked(long number) {
        TestSession session = session().connect();
        EngineEvent.QrCode qr = session.hears(EngineEvent.QrCode.class);
        whatsApp.scan(number, qr.content());
        session.hears(EngineEvent.Ready.class);
        return session;
    }

    private static String newId() {
        return Long.toHexString(IDS.incrementAndGet()).toUpperCase(Locale.ROOT) + "FF";
    }

    private static long newNumber() {
        return NUMBERS.incrementAndGet();
    }

    @Test
    void aScannedQrCodeLinksTheSession() {
        long number = newNumber();

        TestSession session = linked(number);

        assertThat(session.heard(EngineEvent.QrCode.class).getFirst().validFor())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(session.heard(EngineEvent.Authenticated.class)).hasSize(1);
        assertThat(session.hears(EngineEvent.Ready.class).phone()).isEqualTo(OptionalLong.of(number));
        assertThat(session.credentials.get()).isNotNull();
        assertThat(session.connection.lastProofOfLife()).isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void aTypedCodeLinksTheSession() {
        long number = newNumber();
        TestSession session = session().connect();
        session.hears(EngineEvent.QrCode.class);
        session.connection.requestPairingCode(number);

        EngineEvent.PairingCode code = session.hears(EngineEvent.PairingCode.class);
        whatsApp.post("/phones/" + number + "/approve-code", Map.of("code", code.code()));

        assertThat(code.code()).hasSize(8);
        assertThat(code.validFor()).isPositive();
        assertThat(session.hears(EngineEvent.Ready.class).phone()).isEqualTo(OptionalLong.of(number));
    }

    @Test
    void aMessageArrivesUnderTheIdChosenBeforeAndItsReceiptsComeBack() {
        whatsApp.policy(person, Map.of("read", true));
        TestSession session = linked(newNumber());
        String id = newId();

        SendOutcome outcome = session.send(person, id, "Ciao, sei però più là 👋 https://example.org");

        assertThat(outcome).isEqualTo(new SendOutcome.Accepted(id));
        assertThat(whatsApp.ledgerOf(person)).singleElement().satisfies(entry -> {
            assertThat(entry.path("messageId").asString()).isEqualTo(id);
            assertThat(entry.path("text").asString()).isEqualTo("Ciao, sei però più là 👋 https://example.org");
        });
        session.hears(EngineEvent.Receipt.class, r -> r.messageId().equals(id) && r.level() == ReceiptLevel.READ);
        assertThat(session.connection.lookUp(id, Duration.ofSeconds(10)))
                .isEqualTo(new Evidence.Found(ReceiptLevel.READ));
        assertThat(session.connection.lookUp("3EB0NEVER", Duration.ofSeconds(10)))
                .isEqualTo(new Evidence.NotKnown());
    }

    @Test
    void whatPeopleWriteComesInAndOurOwnWordsDoNot() {
        long number = newNumber();
        TestSession session = linked(number);
        session.send(person, newId(), "Ciao");

        whatsApp.post("/phones/" + person + "/say", Map.of("to", Long.toString(number), "text", "STOP"));

        EngineEvent.Inbound inbound = session.hears(EngineEvent.Inbound.class);
        assertThat(inbound.phone()).isEqualTo(person);
        assertThat(inbound.text()).isEqualTo("STOP");
        assertThat(inbound.sourceId()).isNotBlank();
        session.connection.seen(person, Duration.ofSeconds(10));
        session.connection.typing(person, true, Duration.ofSeconds(10));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(whatsApp.events("seen")).anyMatch(event -> about(event, number));
            assertThat(whatsApp.events("typing")).anyMatch(event -> about(event, number));
        });
        assertThat(session.heard(EngineEvent.Inbound.class)).hasSize(1);
    }

    private static boolean about(JsonNode event, long number) {
        return event.path("number").asString().equals(Long.toString(number));
    }

    @Test
    void aNumberWithoutWhatsAppIsRefused() {
        whatsApp.policy(person, Map.of("registered", false));

        SendOutcome outcome = linked(newNumber()).send(person, newId(), "Ciao");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(EndReason.NOT_ON_WHATSAPP));
    }

    @Test
    void error463RestrictsTheNumberAndNothingLeft() {
        whatsApp.policy(person, Map.of("nackCode", 463));
        TestSession session = linked(newNumber());

        SendOutcome outcome = session.send(person, newId(), "Ciao");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent -> assertThat(notSent.cause()).isEqualTo(SendOutcome.Cause.RESTRICTED));
        assertThat(session.hears(EngineEvent.Restricted.class).until()).isAfter(Instant.now());
        assertThat(whatsApp.ledgerOf(person)).isEmpty();
    }

    @Test
    void anotherRefusalIsFinal() {
        whatsApp.policy(person, Map.of("nackCode", 400));

        SendOutcome outcome = linked(newNumber()).send(person, newId(), "Ciao");

        assertThat(outcome).isInstanceOf(SendOutcome.Refused.class);
    }

    @Test
    void acceptedThenDroppedIsInDoubtAndTheReceiptSettlesIt() {
        whatsApp.policy(person, Map.of("dropBeforeAck", true, "faultTimes", 1));
        TestSession session = linked(newNumber());
        String id = newId();

        assertThat(session.send(person, id, "Ciao")).isInstanceOf(SendOutcome.Unknown.class);

        session.hears(EngineEvent.Disconnected.class);
        session.connect();
        session.hears(EngineEvent.Receipt.class, r -> r.messageId().equals(id) && r.level() == ReceiptLevel.DELIVERED);
        assertThat(whatsApp.ledgerOf(person)).as("never twice").hasSize(1);
    }

    @Test
    void whatWasLostOnTheWayIsInDoubtToo() {
        whatsApp.policy(person, Map.of("dropOnReceive", true, "faultTimes", 1));
        TestSession session = linked(newNumber());

        assertThat(session.send(person, newId(), "Ciao")).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(whatsApp.ledgerOf(person)).isEmpty();
    }

    @Test
    void aDroppedConnectionIsRestoredWithoutAQrCode() {
        long number = newNumber();
        TestSession session = linked(number);

        whatsApp.post("/connections/" + number + "/drop", Map.of());
        session.hears(EngineEvent.Disconnected.class);
        assertThat(session.send(person, newId(), "too early")).isInstanceOf(SendOutcome.NotSent.class);
        session.connect().hears(EngineEvent.Ready.class);

        assertThat(session.heard(EngineEvent.QrCode.class)).isEmpty();
        assertThat(session.send(person, newId(), "Ciao")).isInstanceOf(SendOutcome.Accepted.class);
    }

    @Test
    void aRestartAskedForByTheServerHappensAtOnceAndUnseen() {
        long number = newNumber();
        TestSession session = linked(number);
        session.events.clear();

        whatsApp.post("/connections/" + number + "/stream-error", Map.of("code", 515));

        session.hears(EngineEvent.Ready.class);
        assertThat(session.heard(EngineEvent.Disconnected.class)).isEmpty();
    }

    @Test
    void unlinkedByThePhoneTheLinkIsGone() {
        long number = newNumber();
        TestSession session = linked(number);

        whatsApp.post("/phones/" + number + "/unlink", Map.of());

        session.hears(EngineEvent.LoggedOut.class);
        session.credentials.set(null);
        session.connect().hears(EngineEvent.QrCode.class);
    }

    @Test
    void unlinkedWhileAwayTheLinkIsGoneToo() {
        long number = newNumber();
        TestSession session = linked(number);
        session.close();

        whatsApp.post("/phones/" + number + "/unlink", Map.of());

        session.connect().hears(EngineEvent.LoggedOut.class);
    }

    @Test
    void aBanIsToldAsOne() {
        long number = newNumber();
        TestSession session = linked(number);

        whatsApp.post("/connections/" + number + "/ban", Map.of());

        session.hears(EngineEvent.Banned.class);
    }

    @Test
    void aReplacedSessionDoesNotFightBack() {
        long number = newNumber();
        TestSession session = linked(number);

        whatsApp.post("/connections/" + number + "/replace", Map.of());

        session.hears(EngineEvent.Replaced.class);
        assertThat(session.heard(EngineEvent.Disconnected.class)).isEmpty();
    }

    @Test
    void aLogOutGivesTheLinkUpOnTheOtherSide() {
        long number = newNumber();
        TestSession session = linked(number);

        session.connection.logOut();

        session.hears(EngineEvent.LoggedOut.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(whatsApp.events("logout")).anyMatch(event -> about(event, number)));
    }

    @Test
    void aLogOutOfASessionThatIsNotConnectedYetWaitsForItsConnection() {
        long number = newNumber();
        TestSession session = linked(number);
        session.connect();

        session.connection.logOut();

        session.hears(EngineEvent.LoggedOut.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(whatsApp.events("logout")).anyMatch(event -> about(event, number)));
    }

    @Test
    void aKilledSidecarTakesNoLinkWithIt() {
        TestSession one = linked(newNumber());
        TestSession two = linked(newNumber());
        one.send(person, newId(), "before");
        long pid = sidecar.current().pid();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        for (TestSession session : List.of(one, two)) {
            assertThat(session.hears(EngineEvent.Disconnected.class).reason()).isEqualTo("sidecar_died");
            session.connect();
        }

        for (TestSession session : List.of(one, two)) {
            session.hears(EngineEvent.Ready.class);
            assertThat(session.heard(EngineEvent.QrCode.class)).isEmpty();
            assertThat(session.send(person, newId(), "after")).isInstanceOf(SendOutcome.Accepted.class);
        }
        assertThat(sidecar.current().pid()).isNotEqualTo(pid);
        assertThat(log.size()).as("the death is logged").isPositive();
        assertThat(whatsApp.ledgerOf(person)).hasSize(3);
    }

    @Test
    void aStepOfTheRatchetIsOnDiskBeforeTheMessageLeaves() {
        TestSession session = linked(newNumber());
        session.send(person, newId(), "first");
        session.keys.heldBack = names -> names.stream().anyMatch(name -> name.startsWith("session/"));
        String id = newId();
        Thread sender = Thread.ofVirtual().start(() -> session.send(person, id, "second"));

        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(whatsApp.ledgerOf(person)).hasSize(1));
        session.keys.heldBack = names -> false;

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(whatsApp.ledgerOf(person)).hasSize(2));
        await().atMost(PATIENCE).until(() -> !sender.isAlive());
    }

    @Test
    void aSessionWhoseKeysCannotBeKeptSendsNothing() {
        TestSession session = linked(newNumber());
        session.keys.broken = true;

        SendOutcome outcome = session.send(person, newId(), "Ciao");

        assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
        assertThat(session.hears(EngineEvent.Disconnected.class).reason()).isEqualTo("keys_not_kept");
        assertThat(whatsApp.ledgerOf(person)).isEmpty();
    }

    @Test
    void theCredentialsAloneRestoreALinkWhoseKeysAreLost() {
        long number = newNumber();
        TestSession session = linked(number);
        session.send(person, newId(), "before");
        session.close();
        session.keys.clear();

        session.connect().hears(EngineEvent.Ready.class);

        assertThat(session.heard(EngineEvent.QrCode.class)).isEmpty();
        assertThat(session.send(person, newId(), "after")).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(whatsApp.ledgerOf(person)).hasSize(2);
        whatsApp.post("/phones/" + person + "/say", Map.of("to", Long.toString(number), "text", "still here"));
        session.hears(EngineEvent.Inbound.class, inbound -> inbound.text().equals("still here"));
    }

    @Test
    void twentySessionsShareOneSidecar() {
        long pid = 0;
        List<TestSession> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(linked(newNumber()));
            pid = sidecar.current().pid();
        }

        for (TestSession session : all) {
            assertThat(session.send(person, newId(), "Ciao")).isInstanceOf(SendOutcome.Accepted.class);
        }

        assertThat(whatsApp.ledgerOf(person)).hasSize(20);
        assertThat(sidecar.current().pid()).isEqualTo(pid);
    }

    @Test
    void keysAreKeptOnlyUnderTheirOwnNames() {
        TestSession session = linked(newNumber());
        session.send(person, newId(), "Ciao");

        assertThat(session.keys.kept.keySet()).anyMatch(name -> name.startsWith("pre-key/"));
        assertThat(session.keys.kept.keySet()).anyMatch(name -> name.startsWith("session/"));
        assertThat(new String(session.credentials.get().bytes(), StandardCharsets.UTF_8))
                .contains("noiseKey")
                .doesNotContain("pre-key/");
    }
}
