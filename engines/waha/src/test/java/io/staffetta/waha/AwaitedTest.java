package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Link;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.waha.stub.StubBehaviour;
import io.staffetta.waha.stub.WahaStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without webhooks nothing that people write, and no receipt, is missed, however many chats there are. */
final class AwaitedTest {

    private static final int MANY = 300;
    private static final long FIRST_PHONE = 4_915_112_000_000L;
    private static final Duration BEAT = Duration.ofSeconds(20);
    private static final String STRANGER = "4915119999999@c.us";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final MemoryKeys keys = new MemoryKeys();
    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    private WahaStub stub;
    private TestWaha waha;
    private WahaApi api;
    private Awaited awaited;

    @BeforeEach
    void start() {
        stub = new WahaStub(0, folder, TestWaha.API_KEY);
        waha = new TestWaha(stub.port());
        waha.stub.scan("groom", 4_915_100_000_001L);
        waha.stub.behave("groom", StubBehaviour.GOOD.silent());
        Map<String, String> settings =
                Map.of("baseUrl", waha.stub.baseUrl(), "apiKey", TestWaha.API_KEY, "session", "groom");
        api = new WahaApi(
                waha.http,
                Json.MAPPER,
                WahaSettings.of(new Link("key-groom", settings, Optional.empty(), keys)),
                clock);
        awaited = begun();
    }

    @AfterEach
    void stop() {
        waha.close();
        stub.close();
    }

    @Test
    void ofManyChatsThoseThatAnsweredAreHeardAtTheNextLook() {
        writeToMany();
        awaited.look();

        waha.stub.say("groom", chat(1), "STOP");
        waha.stub.say("groom", chat(139), "STOP");
        nextLook();

        assertThat(heard()).containsExactlyInAnyOrder(chat(1), chat(139));
    }

    @Test
    void ofManyChatsEveryReceiptIsFoundWithinAFewLooks() {
        List<String> ids = writeToMany();
        awaited.look();
        nextLook();

        ids.forEach(id -> waha.stub.advance("groom", id, 3));
        for (int i = 0; i < MANY / 50 + 1; i++) {
            nextLook();
        }

        assertThat(read()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void onlyChatsThatChangedAreOpened() {
        write(1);
        write(2);
        nextLook();
        int opened = opened();

        nextLook();
        assertThat(opened()).isEqualTo(opened);

        waha.stub.say("groom", chat(2), "yes");
        nextLook();
        assertThat(opened()).isEqualTo(opened + 1);
    }

    @Test
    void allThatWasWrittenBetweenTwoLooksIsHeard() {
        awaited.look();
        waha.stub.say("groom", STRANGER, "STOP");
        waha.stub.say("groom", STRANGER, "thank you");

        nextLook();

        assertThat(texts()).containsExactlyInAnyOrder("STOP", "thank you");
    }

    @Test
    void whatSomebodyWroteWhoWasNeverWrittenToIsHeard() {
        awaited.look();
        waha.stub.say("groom", STRANGER, "STOP");

        nextLook();

        assertThat(heard()).containsExactly(STRANGER);
    }

    @Test
    void whatWasWrittenBeforeTheSessionWasThereIsNoNews() {
        waha.stub.say("groom", STRANGER, "long ago");
        clock.forward(Duration.ofHours(1));

        awaited.look();

        assertThat(heard()).isEmpty();
    }

    @Test
    void whatWasWrittenWhileNobodyLookedIsHeardAfterwards() {
        awaited.look();
        waha.stub.say("groom", STRANGER, "STOP");
        clock.forward(Duration.ofHours(1));

        awaited = begun();
        awaited.look();

        assertThat(heard()).containsExactly(STRANGER);
    }

    @Test
    void whereChatsCannotBeListedEachHasItsTurn() {
        waha.stub.behave("groom", StubBehaviour.GOOD.silent().withoutOverview());
        List<String> ids = writeToMany();
        waha.stub.say("groom", chat(1), "STOP");
        waha.stub.say("groom", chat(139), "STOP");

        for (int i = 0; i < MANY / 16 + 1; i++) {
            nextLook();
        }

        assertThat(heard()).containsExactlyInAnyOrder(chat(1), chat(139));
        assertThat(events.stream()
                        .filter(EngineEvent.Receipt.class::isInstance)
                        .map(event -> ((EngineEvent.Receipt) event).messageId()))
                .containsAll(ids);
    }

    @Test
    void manyChatsOutliveARestart() {
        waha.stub.behave("groom", StubBehaviour.GOOD.silent().withoutOverview());
        writeToMany();
        waha.stub.say("groom", chat(1), "STOP");

        awaited = begun();
        for (int i = 0; i < MANY / 16 + 1; i++) {
            nextLook();
        }

        assertThat(heard()).containsExactly(chat(1));
    }

    private Awaited begun() {
        return new Awaited(api, new Notices(Json.MAPPER, clock), clock, new ChatMemory("groom", keys), events::add);
    }

    private void nextLook() {
        clock.forward(BEAT);
        awaited.look();
    }

    private List<String> writeToMany() {
        return IntStream.range(0, MANY).mapToObj(this::write).toList();
    }

    /** As the engine sends, without asking first who has which chat. */
    private String write(int person) {
        String id = "3EB0" + person;
        Reply reply = api.post(
                "/api/sendText",
                Map.of("session", "groom", "chatId", chat(person), "text", "hello", "id", id),
                TestWaha.PATIENCE);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Answer.class, answer -> assertThat(answer.ok()).isTrue());
        awaited.sent(chat(person));
        return id;
    }

    private List<String> heard() {
        return inbound()
                .map(message -> message.person().chatId().orElseThrow())
                .distinct()
                .toList();
    }

    private List<String> texts() {
        return inbound().map(EngineEvent.Inbound::text).toList();
    }

    private Stream<EngineEvent.Inbound> inbound() {
        return events.stream().filter(EngineEvent.Inbound.class::isInstance).map(EngineEvent.Inbound.class::cast);
    }

    private List<String> read() {
        return events.stream()
                .filter(EngineEvent.Receipt.class::isInstance)
                .map(EngineEvent.Receipt.class::cast)
                .filter(receipt -> receipt.level() == ReceiptLevel.READ)
                .map(EngineEvent.Receipt::messageId)
                .toList();
    }

    private int opened() {
        int opened = 0;
        for (var call : waha.stub.calls().properties()) {
            opened += call.getKey().endsWith("/messages") ? call.getValue().asInt() : 0;
        }
        return opened;
    }

    private static String chat(int person) {
        return FIRST_PHONE + person + "@c.us";
    }
}
