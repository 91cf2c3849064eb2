package io.staffetta.waha;

import static io.staffetta.waha.TestWaha.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.WebhookCheck;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.waha.stub.StubBehaviour;
import io.staffetta.waha.stub.WahaStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts and answers arrive, by webhook or by asking. */
final class HearingTest {

    private static final long ANNA = 4_915_112_345_678L;

    @TempDir
    Path folder;

    private WahaStub stub;
    private TestWaha waha;
    private TestWaha.Session groom;

    @BeforeEach
    void start() {
        stub = new WahaStub(0, folder, TestWaha.API_KEY);
        waha = new TestWaha(stub.port());
        groom = waha.session("groom").ready(4_915_100_000_001L);
    }

    @AfterEach
    void stop() {
        waha.close();
        stub.close();
    }

    @Test
    void receiptsComeBySignedWebhook() {
        String id = accepted();
        groom.heard(EngineEvent.Receipt.class, receipt -> receipt.level() == ReceiptLevel.DELIVERED);
        waha.stub.advance("groom", id, 3);

        assertThat(groom.heard(EngineEvent.Receipt.class, receipt -> receipt.level() == ReceiptLevel.READ)
                        .messageId())
                .isEqualTo(id);
        assertThat(waha.checks).allMatch(WebhookCheck.Genuine.class::isInstance);
    }

    @Test
    void repeatedAndReorderedReceiptsAreAllOfTheSameMessage() {
        waha.stub.behave("groom", StubBehaviour.GOOD.withAcks(List.of(1, 2, 3)).confused());

        String id = accepted();

        await().atMost(PATIENCE)
                .until(() -> groom.said(EngineEvent.Receipt.class).size() >= 6);
        assertThat(groom.said(EngineEvent.Receipt.class))
                .allMatch(receipt -> receipt.messageId().equals(id));
    }

    @Test
    void anAnswerComesOncePerReportWithTheSameSource() {
        waha.stub.behave("groom", StubBehaviour.GOOD.confused());
        String source = waha.stub.say("groom", ANNA + "@c.us", "STOP");

        await().atMost(PATIENCE)
                .until(() -> groom.said(EngineEvent.Inbound.class).size() == 2);
        assertThat(groom.said(EngineEvent.Inbound.class))
                .allMatch(message -> message.sourceId().equals(source)
                        && message.phone() == ANNA
                        && message.text().equals("STOP"));
    }

    @Test
    void whoeverAnswersIsNamedByTheNumberThatTheyWereWrittenToUnder() {
        waha.stub.behave(
                "groom",
                StubBehaviour.GOOD.withPeople(List.of(), Map.of("5511987654321", "551187654321@c.us"), Map.of()));
        groom.send(5_511_987_654_321L, "oi");

        waha.stub.say("groom", "551187654321@c.us", "PARE");

        assertThat(groom.heard(EngineEvent.Inbound.class).phone()).isEqualTo(5_511_987_654_321L);
    }

    @Test
    void somebodyWrittenToBehindALinkedIdIsNamedAtOnce() {
        waha.stub.behave(
                "groom",
                StubBehaviour.GOOD.withPeople(List.of(), Map.of(Long.toString(ANNA), "123456789012345@lid"), Map.of()));
        groom.send(ANNA, "hello");

        waha.stub.say("groom", "123456789012345@lid", "STOP");

        assertThat(groom.heard(EngineEvent.Inbound.class).phone()).isEqualTo(ANNA);
    }

    @Test
    void somebodyBehindALinkedIdIsFoundOut() {
        waha.stub.behave(
                "groom",
                StubBehaviour.GOOD.withPeople(List.of(), Map.of(), Map.of("123456789012345", Long.toString(ANNA))));

        waha.stub.say("groom", "123456789012345@lid", "STOP");

        EngineEvent.PersonKnown known = groom.heard(EngineEvent.PersonKnown.class);
        assertThat(known.person().phone()).hasValue(ANNA);
        assertThat(known.person().userId()).contains("123456789012345@lid");
        assertThat(groom.said(EngineEvent.Inbound.class))
                .allMatch(message -> message.person().phone().isEmpty());
    }

    @Test
    void withoutWebhooksReceiptsAndAnswersAreAskedFor() {
        waha.stub.behave("groom", StubBehaviour.GOOD.silent());
        String id = accepted();
        String source = waha.stub.say("groom", ANNA + "@c.us", "yes");

        waha.clock.forward(Duration.ofSeconds(60));
        groom.connection.refresh();

        assertThat(groom.heard(EngineEvent.Receipt.class).messageId()).isEqualTo(id);
        assertThat(groom.heard(EngineEvent.Inbound.class).sourceId()).isEqualTo(source);
    }

    @Test
    void chatsThatWereWrittenToBeforeARestartAreLookedIntoAfterwards() {
        waha.stub.behave("groom", StubBehaviour.GOOD.silent());
        String id = accepted();
        groom.close();
        String source = waha.stub.say("groom", ANNA + "@c.us", "yes");

        groom = waha.session("groom", Map.of(), Optional.of(new Credentials(new byte[] {1})));
        groom.connection.connect();

        assertThat(groom.heard(EngineEvent.Receipt.class).messageId()).isEqualTo(id);
        assertThat(groom.heard(EngineEvent.Inbound.class).sourceId()).isEqualTo(source);
    }

    @Test
    void whatWasKeptOfChatsAndMakesNoSenseIsLeftAlone() {
        String part = ChatMemory.part(ANNA + "@c.us");
        waha.keys.kept.put(part, new Credentials("[{\"id\":\"../x\"},7,{}]".getBytes(UTF_8)));

        accepted();

        assertThat(new String(waha.keys.kept.get(part).bytes(), UTF_8))
                .contains(ANNA + "@c.us")
                .doesNotContain("..");
    }

    @Test
    void whatWasAskedForIsToldOnce() {
        waha.stub.behave("groom", StubBehaviour.GOOD.silent());
        accepted();
        waha.clock.forward(Duration.ofSeconds(60));
        groom.connection.refresh();
        groom.heard(EngineEvent.Receipt.class);
        int looks = looksAtAllChats();

        waha.clock.forward(Duration.ofSeconds(60));
        groom.connection.refresh();
        await().atMost(PATIENCE).until(() -> looksAtAllChats() > looks);

        assertThat(groom.said(EngineEvent.Receipt.class)).hasSize(1);
    }

    @Test
    void asLongAsWebhooksComeChatsAreLeftAlone() {
        accepted();
        groom.heard(EngineEvent.Receipt.class);

        waha.clock.forward(Duration.ofSeconds(60));
        groom.connection.refresh();
        waha.stub.status("groom", "FAILED");
        groom.heard(EngineEvent.Disconnected.class);

        assertThat(looksAtAllChats()).isZero();
        assertThat(looksIntoChats()).isZero();
    }

    @Test
    void aWorkingSessionProvesThatItLives() {
        var before = groom.connection.lastProofOfLife();
        waha.clock.forward(Duration.ofSeconds(50));

        groom.connection.refresh();

        await().atMost(PATIENCE).until(() -> groom.connection.lastProofOfLife().isAfter(before.plusSeconds(45)));
    }

    private String accepted() {
        return ((SendOutcome.Accepted) groom.send(ANNA, "hello")).messageId();
    }

    private int looksAtAllChats() {
        return waha.stub.calls().path("GET /api/groom/chats/overview").asInt(0);
    }

    private int looksIntoChats() {
        return waha.stub
                .calls()
                .path("GET /api/groom/chats/" + ANNA + "@c.us/messages")
                .asInt(0);
    }
}
