package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.core.Problem;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.core.message.EndReason;
import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against the stub, through every outcome of the port. */
class CloudStubTest {

    private static final AtomicLong PEOPLE = new AtomicLong(628_100_000_000L);

    @TempDir
    static Path folder;

    private static CloudStubProcess stub;
    private TestNumber number;

    @BeforeAll
    static void startStub() {
        stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"));
    }

    @AfterAll
    static void endStub() {
        stub.close();
    }

    @BeforeEach
    void connect() {
        stub.drive("reads", Map.of("status", 200));
        number = TestNumber.ready(stub);
    }

    @AfterEach
    void disconnect() {
        number.close();
    }

    @Test
    void aKnownNumberBecomesReadyWithItsPhoneAndName() {
        EngineEvent.Ready ready = number.await(EngineEvent.Ready.class);

        assertThat(ready.phone()).hasValue(15_550_001_234L);
        assertThat(ready.displayName()).contains("A shop");
        assertThat(number.connection.lastProofOfLife()).isAfter(Instant.EPOCH);
    }

    @Test
    void howMetaRatesANumberIsTold() {
        assertThat(number.await(EngineEvent.Rated.class).quality()).isEqualTo(NumberQuality.HIGH);
    }

    @Test
    void aWrongTokenFailsForGood() {
        try (TestNumber other = TestNumber.connecting(stub, Map.of("token", "another"))) {
            assertThat(other.await(EngineEvent.Failed.class).reason()).isEqualTo("190");
            assertThat(other.send(person()))
                    .isEqualTo(new SendOutcome.NotSent(Cause.SESSION_NOT_READY, "not_connected", Optional.empty()));
        }
    }

    @Test
    void aNumberThatMetaDoesNotKnowFailsForGood() {
        try (TestNumber other = TestNumber.connecting(stub, Map.of("phoneNumberId", "1"))) {
            assertThat(other.await(EngineEvent.Failed.class).reason()).isEqualTo("100");
        }
    }

    @Test
    void aNumberThatCannotBeReadNowIsTriedAgainLater() {
        stub.drive("reads", Map.of("status", 503, "code", 2));
        try (TestNumber other = TestNumber.connecting(stub, Map.of())) {
            assertThat(other.await(EngineEvent.Disconnected.class).reason()).isEqualTo("error_2");
        }
    }

    @Test
    void nobodyThereIsADisconnection() {
        try (TestNumber other = TestNumber.connecting(stub, Map.of("baseUrl", "http://127.0.0.1:1"))) {
            assertThat(other.await(EngineEvent.Disconnected.class).reason()).isEqualTo("ConnectException");
        }
    }

    @Test
    void anAddressThatTheProductMayNotCallFailsForGood() {
        try (CloudEngine engine = new CloudEngine(new ClosedDoor(), Clock.systemUTC(), new Random(1))) {
            List<EngineEvent> heard = new CopyOnWriteArrayList<>();
            engine.open(TestNumber.link(Map.of()), heard::add).connect();

            Awaitility.await().atMost(TestNumber.PATIENCE).until(() -> !heard.isEmpty());
            assertThat(heard).containsExactly(new EngineEvent.Failed("address_not_allowed"));
        }
    }

    @Test
    void anAcceptedMessageIsInTheLedgerOnceWithItsAttempt() {
        OutboundMessage message = TestNumber.message(person());

        SendOutcome outcome = number.connection.send(message, TestNumber.PATIENCE);

        List<CloudStubProcess.Taken> taken = takenBy(message.phone());
        assertThat(taken).hasSize(1);
        assertThat(outcome).isEqualTo(new SendOutcome.Accepted(taken.getFirst().id()));
        assertThat(taken.getFirst().callback()).isEqualTo(message.attemptId().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "400, 131026, NOT_ON_WHATSAPP",
        "400, 131050, OPTED_OUT",
        "400, 131021, INVALID_NUMBER",
        "400, 130472, REFUSED",
        "400, 100, REFUSED",
        "400, 131047, REFUSED",
        "404, 132001, REFUSED",
        "400, 132015, REFUSED"
    })
    void aRefusedMessageEndsWithItsReasonAndIsNotInTheLedger(int status, int code, EndReason reason) {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", "ERROR", "status", status, "code", code));

        assertThat(number.send(person)).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).isEqualTo(Integer.toString(code));
        });
        assertThat(takenBy(person)).isEmpty();
    }

    @Test
    void whoOptedOutAtMetaIsHeardOfAsOptedOut() {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", "ERROR", "status", 400, "code", 131050));

        number.send(person);

        assertThat(number.await(EngineEvent.OptedOut.class).person().phone()).hasValue(person);
    }

    @Test
    void whatStopsTheNumberFailsTheSessionAndKeepsTheMessage() {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", "ERROR", "status", 403, "code", 131031));

        assertThat(number.send(person))
                .isEqualTo(new SendOutcome.NotSent(Cause.SESSION_NOT_READY, "131031", Optional.empty()));
        assertThat(number.await(EngineEvent.Failed.class).reason()).isEqualTo("131031");
        assertThat(number.send(person)).isInstanceOf(SendOutcome.NotSent.class);
        assertThat(takenBy(person)).isEmpty();
    }

    @Test
    void aLimitOfTheNumberIsNotSentAndHoldsTheNumberForAsLongAsAsked() {
        long person = person();
        try (TestNumber other = TestNumber.connecting(stub, Map.of("phoneNumberId", other()))) {
            other.await(EngineEvent.Ready.class);
            stub.plan(Long.toString(person), Map.of("kind", "ERROR", "status", 429, "code", 130429, "retryAfter", 60));

            assertThat(other.send(person))
                    .isEqualTo(new SendOutcome.NotSent(Cause.THROTTLED, "130429", Optional.of(Duration.ofSeconds(60))));
            assertThat(other.send(person()))
                    .isInstanceOfSatisfying(
                            SendOutcome.NotSent.class,
                            notSent -> assertThat(notSent.detail()).isEqualTo("throughput"));
        }
    }

    @Test
    void aLimitThatIsToldByAWebhookHoldsTheNumberToo() {
        String id = other();
        try (TestNumber other = TestNumber.connecting(stub, Map.of("phoneNumberId", id))) {
            other.await(EngineEvent.Ready.class);
            String said = WebhookReaderTest.limitHit(id, person(), Instant.now());

            other.engine.read(
                    TestNumber.link(Map.of("appSecret", "another-app")), said.getBytes(StandardCharsets.UTF_8));
            assertThat(other.send(person())).as("another app has no say").isInstanceOf(SendOutcome.Accepted.class);
            Awaitility.await().atMost(TestNumber.PATIENCE).untilAsserted(() -> {
                other.engine.read(other.link, said.getBytes(StandardCharsets.UTF_8));
                assertThat(other.send(person(), Duration.ofMillis(100)))
                        .isInstanceOfSatisfying(
                                SendOutcome.NotSent.class,
                                notSent -> assertThat(notSent.detail()).isEqualTo("throughput"));
            });
        }
    }

    @Test
    void aTurnThatWasWaitedForBeforehandIsUsedOnce() {
        try (TestNumber other = TestNumber.connecting(stub, Map.of("phoneNumberId", other()))) {
            other.await(EngineEvent.Ready.class);
            assertThat(other.connection.awaitTurn("a", TestNumber.PATIENCE)).isTrue();
            long person = person();
            stub.plan(Long.toString(person), Map.of("kind", "ERROR", "status", 429, "code", 130429, "retryAfter", 60));
            other.send(person);
            assertThat(other.connection.awaitTurn("b", TestNumber.PATIENCE))
                    .as("a turn after a minute")
                    .isFalse();

            assertThat(other.connection.send(named("a"), TestNumber.PATIENCE)).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(other.connection.send(named("a"), TestNumber.PATIENCE)).isInstanceOf(SendOutcome.NotSent.class);
        }
    }

    @Test
    void aLimitOfAPairHoldsThatPersonOnly() {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", "ERROR", "status", 400, "code", 131056));

        assertThat(number.send(person))
                .isEqualTo(
                        new SendOutcome.NotSent(Cause.PERSON_THROTTLED, "131056", Optional.of(Duration.ofSeconds(4))));
        assertThat(number.send(person))
                .isInstanceOfSatisfying(
                        SendOutcome.NotSent.class,
                        notSent -> assertThat(notSent.detail()).isEqualTo("pair_limit"));
        assertThat(number.send(person())).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(takenBy(person)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACCEPT_THEN_DROP", "ACCEPT_THEN_BREAK", "EMPTY", "WITHOUT_ID"})
    void whatMayHaveLeftIsUnknown(String kind) {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", kind));

        assertThat(number.send(person)).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(takenBy(person)).hasSize(1);
    }

    @Test
    void aConnectionThatIsClosedWithoutAnAnswerIsUnknownEvenIfNothingWasTaken() {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", "DROP"));

        assertThat(number.send(person)).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(takenBy(person)).isEmpty();
    }

    @Test
    void aStatusWithoutACodeIsUnknown() {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", "BARE", "status", 503));

        assertThat(number.send(person)).isEqualTo(new SendOutcome.Unknown("http_503"));
    }

    @Test
    void anAnswerThatNeverComesIsGivenUpInTimeAndIsUnknown() {
        long person = person();
        stub.plan(Long.toString(person), Map.of("kind", "ACCEPT_THEN_HANG"));

        assertThat(number.send(person, Duration.ofSeconds(1))).isEqualTo(new SendOutcome.Unknown("time_out"));
        assertThat(takenBy(person)).hasSize(1);
    }

    @Test
    void manyMessagesGoAtOnceAndEachExactlyOnce() throws Exception {
        long before = stub.taken().size();
        stub.plan("*", Collections.nCopies(80, Map.of("kind", "ACCEPT", "delayMillis", 300)));
        List<Callable<SendOutcome>> calls = IntStream.range(0, 160)
                .<Callable<SendOutcome>>mapToObj(i -> () -> number.send(person()))
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<SendOutcome> outcome : threads.invokeAll(calls)) {
                assertThat(outcome.get()).isInstanceOf(SendOutcome.Accepted.class);
            }
        }

        assertThat(stub.taken().size() - before).isEqualTo(160);
        assertThat(stub.taken()).extracting(CloudStubProcess.Taken::callback).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsShownAsReadOrTypedBeforeThePersonWrote() {
        long person = person();
        number.connection.seen(person, TestNumber.PATIENCE);
        number.connection.typing(person, true, TestNumber.PATIENCE);

        assertThat(courtesies(person)).isEmpty();
    }

    @Test
    void oncePeopleWroteTheirMessageIsShownAsReadAndTheAnswerAsTyped() {
        long person = person();
        number.engine.read(number.link, inbound(person));

        number.connection.seen(person, TestNumber.PATIENCE);
        number.connection.typing(person, true, TestNumber.PATIENCE);
        number.connection.typing(person, false, TestNumber.PATIENCE);

        assertThat(courtesies(person)).hasSize(2);
        assertThat(courtesies(person)
                        .getLast()
                        .path("typing_indicator")
                        .path("type")
                        .asString())
                .isEqualTo("text");
    }

    @Test
    void templatesAreReadToTheLastPage() {
        stub.drive("templates", Map.of("account", "102290129340398", "templates", Templates.FIVE));

        List<MessageTemplate> templates = number.engine.templates(number.link, TestNumber.PATIENCE);

        assertThat(templates).extracting(MessageTemplate::name).containsExactly("a", "b", "c", "d", "e");
        MessageTemplate first = templates.getFirst();
        assertThat(first.bodyPlaces()).containsExactly("1", "2");
        assertThat(first.header()).isEqualTo(MessageTemplate.Header.IMAGE);
        assertThat(first.buttons())
                .extracting(MessageTemplate.Button::needsValue)
                .containsExactly(true, false);
    }

    @Test
    void templatesOfAnUnnamedAccountAskForTheSetting() {
        Map<String, String> settings = new HashMap<>(number.link.settings());
        settings.remove("businessAccountId");
        Link link = new Link(number.link.sessionKey(), settings, Optional.empty());

        assertThatThrownBy(() -> number.engine.templates(link, TestNumber.PATIENCE))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("templates_need_setting");
                    assertThat(problem.details()).containsEntry("setting", "businessAccountId");
                });
    }

    @Test
    void templatesThatCannotBeReadSayWhy() {
        try (TestNumber other = TestNumber.at("http://127.0.0.1:1")) {
            assertThatThrownBy(() -> other.engine.templates(other.link, TestNumber.PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ConnectException");
        }
    }

    @Test
    void anUploadedPictureCanBeSentByItsId() {
        String id = number.engine.upload(
                number.link, "cat\"\r\n.jpg", "image/jpeg", new byte[] {1, 2, 3}, TestNumber.PATIENCE);
        Media picture = new Media(Media.Kind.IMAGE, new Media.Source.Uploaded(id), Optional.empty());
        OutboundMessage message = new OutboundMessage(
                UUID.randomUUID(), "m", person(), "Look", false, Optional.empty(), Optional.of(picture));

        assertThat(number.connection.send(message, TestNumber.PATIENCE)).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(takenBy(message.phone()).getFirst().type()).isEqualTo("image");
    }

    @Test
    void aFileThatMetaWouldNotTakeIsNotUploaded() {
        assertThatThrownBy(() ->
                        number.engine.upload(number.link, "a.gif", "image/gif", new byte[] {1}, TestNumber.PATIENCE))
                .hasMessage("media_type");
        assertThatThrownBy(() -> number.engine.upload(
                        number.link, "a.pdf", "application/pdf", new byte[17 << 20], TestNumber.PATIENCE))
                .hasMessage("media_size");
    }

    @Test
    void aTemplateGoesAsATemplate() {
        OutboundMessage message = new OutboundMessage(
                UUID.randomUUID(),
                "m",
                person(),
                "Hello Ana",
                true,
                Optional.of(TemplateMessage.of("a", "en", List.of("Ana", "20 May"))),
                Optional.empty());

        assertThat(number.connection.send(message, TestNumber.PATIENCE)).isInstanceOf(SendOutcome.Accepted.class);
        assertThat(takenBy(message.phone()).getFirst().type()).isEqualTo("template");
    }

    @Test
    void aClosedConnectionSendsNothingAndSaysNothing() {
        number.connection.close();

        assertThat(number.send(person())).isInstanceOf(SendOutcome.NotSent.class);
        assertThat(number.heard(EngineEvent.Disconnected.class)).isEmpty();
    }

    @Test
    void loggingOutIsHeardAtOnce() {
        number.connection.logOut();

        number.await(EngineEvent.LoggedOut.class);
    }

    @Test
    void noSecretIsInAnythingThatIsSaid() {
        List<Object> said = List.of(number.link, number.engine, number.connection, number.heard(EngineEvent.class));

        assertThat(said.toString()).doesNotContain(TestNumber.TOKEN, TestNumber.APP_SECRET, TestNumber.VERIFY);
    }

    private static String other() {
        String id = Long.toString(PEOPLE.incrementAndGet());
        stub.number(id, TestNumber.TOKEN, "+1 555-000-9999");
        return id;
    }

    private static List<JsonNode> courtesies(long person) {
        return stub.requests().stream()
                .map(request -> request.path("body").asString(""))
                .filter(body -> body.contains("wamid.in." + person))
                .map(body -> Json.MAPPER.readTree(body))
                .toList();
    }

    private static byte[] inbound(long person) {
        return ("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{"
                        + "\"metadata\":{\"phone_number_id\":\"" + TestNumber.ID + "\"},\"messages\":[{\"from\":\""
                        + person
                        + "\",\"id\":\"wamid.in." + person + "\",\"timestamp\":\"1777888800\",\"type\":\"text\","
                        + "\"text\":{\"body\":\"Hi\"}}]}}]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<CloudStubProcess.Taken> takenBy(long person) {
        return stub.taken().stream()
                .filter(taken -> taken.to().equals(Long.toString(person)))
                .toList();
    }

    private static OutboundMessage named(String messageId) {
        return new OutboundMessage(UUID.randomUUID(), messageId, person(), "Hello", true);
    }

    private static long person() {
        return PEOPLE.incrementAndGet();
    }

    /** A way out that leads nowhere. */
    private static final class ClosedDoor implements OutboundHttp {

        @Override
        public HttpResponse<byte[]> send(HttpRequest request) throws IOException {
            throw new Refused("not this address");
        }

        @Override
        public void check(URI address) {}
    }
}
