package io.staffetta.waha;

import static io.staffetta.waha.TestWaha.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.waha.stub.Mood;
import io.staffetta.waha.stub.StubBehaviour;
import io.staffetta.waha.stub.StubLedger;
import io.staffetta.waha.stub.WahaStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which handing a message to WAHA can end. */
final class SendingTest {

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
    void anAcceptedMessageCarriesTheIdThatWahaGaveOutBefore() {
        String id = groom.connection.messageId("3EB0PROPOSED", Duration.ofSeconds(5));

        assertThat(id).isNotEqualTo("3EB0PROPOSED");
        assertThat(groom.connection.send(message(id), PATIENCE)).isEqualTo(new SendOutcome.Accepted(id));
        assertThat(waha.stub.ledger()).extracting(StubLedger.Entry::id).containsExactly(id);
    }

    @Test
    void whereWahaGivesNoIdsItsAnswerBringsOne() {
        waha.stub.behave("groom", StubBehaviour.GOOD.withoutIds());

        assertThat(groom.connection.messageId("3EB0PROPOSED", Duration.ofSeconds(5)))
                .isEqualTo("3EB0PROPOSED");
        SendOutcome outcome = groom.send(ANNA, "hello");

        assertThat(outcome)
                .isEqualTo(
                        new SendOutcome.Accepted(waha.stub.ledger().getFirst().id()));
        assertThat(waha.stub.ledger().getFirst().id()).isNotEqualTo("3EB0PROPOSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "key", "serialized"})
    void allWaysToWriteTheIdAreUnderstood(String style) {
        waha.stub.behave("groom", StubBehaviour.GOOD.withIdStyle(style));

        assertThat(groom.send(ANNA, "hello"))
                .isEqualTo(
                        new SendOutcome.Accepted(waha.stub.ledger().getFirst().id()));
    }

    @Test
    void aMalformedMessageIsRefusedForGood() {
        waha.stub.expect("groom", Mood.REFUSE);

        assertThat(groom.send(ANNA, "hello"))
                .isEqualTo(
                        new SendOutcome.Refused(EndReason.REFUSED, "text should not be empty; text must be a string"));
    }

    @Test
    void aWrongStateBurnsNothing() {
        waha.stub.expect("groom", Mood.WRONG_STATE);

        assertThat(groom.send(ANNA, "hello"))
                .isEqualTo(new SendOutcome.NotSent(Cause.SESSION_NOT_READY, "WAHA says STARTING", Optional.empty()));
    }

    @Test
    void anUnknownSessionBurnsNothing() {
        waha.stub.expect("groom", Mood.UNKNOWN_SESSION);

        assertThat(cause(groom.send(ANNA, "hello"))).isEqualTo(Cause.SESSION_NOT_READY);
    }

    @Test
    void patienceIsAskedForWithATime() {
        waha.stub.expect("groom", Mood.THROTTLE);

        assertThat(groom.send(ANNA, "hello"))
                .isEqualTo(new SendOutcome.NotSent(
                        Cause.THROTTLED, "WAHA asks for patience", Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void aRestrictedNumberIsToldApartAndShown() {
        waha.stub.expect("groom", Mood.RESTRICTED);

        assertThat(cause(groom.send(ANNA, "hello"))).isEqualTo(Cause.RESTRICTED);
        assertThat(groom.said(EngineEvent.Restricted.class)).hasSize(1);
        assertThat(waha.stub.ledger()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "TAKE_AND_FAIL", "EMPTY", "WITHOUT_ID", "RESET_BEFORE", "RESET_AFTER"})
    void whateverLeavesItOpenIsUnknown(Mood mood) {
        waha.stub.expect("groom", mood);

        assertThat(groom.send(ANNA, "hello")).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(waha.stub.ledger()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void anAnswerThatIsLateIsUnknown() {
        waha.stub.expect("groom", Mood.SLOW);

        assertThat(groom.send(ANNA, "hello", Duration.ofSeconds(1))).isInstanceOf(SendOutcome.Unknown.class);
        await().atMost(PATIENCE).until(() -> waha.stub.ledger().size() == 1);
    }

    @Test
    void aWahaThatIsGoneIsUnreachableAndTheSessionSaysSo() {
        assertThat(groom.send(ANNA, "before")).isInstanceOf(SendOutcome.Accepted.class);
        stub.close();
        // Numbers that were looked up are known; this one goes straight to sending.
        SendOutcome outcome = groom.send(ANNA, "after");

        // A connection that was kept open may only break on use, which leaves it open what happened.
        assertThat(outcome).isInstanceOfAny(SendOutcome.NotSent.class, SendOutcome.Unknown.class);
        groom.heard(EngineEvent.Disconnected.class);
        assertThat(cause(groom.send(ANNA, "later"))).isEqualTo(Cause.SESSION_NOT_READY);
    }

    @Test
    void somebodyWhoIsNotOnWhatsAppIsNeverWrittenTo() {
        waha.stub.behave("groom", StubBehaviour.GOOD.withPeople(List.of(Long.toString(ANNA)), Map.of(), Map.of()));

        assertThat(groom.send(ANNA, "hello"))
                .isEqualTo(new SendOutcome.Refused(EndReason.NOT_ON_WHATSAPP, "no such account"));
        assertThat(waha.stub.ledger()).isEmpty();
    }

    @Test
    void brazilsNinthDigitGoesToTheChatThatWhatsAppKnows() {
        waha.stub.behave(
                "groom",
                StubBehaviour.GOOD.withPeople(List.of(), Map.of("5511987654321", "551187654321@c.us"), Map.of()));

        groom.connection.seen(5_511_987_654_321L, Duration.ofSeconds(5));
        groom.connection.typing(5_511_987_654_321L, true, Duration.ofSeconds(5));
        groom.connection.typing(5_511_987_654_321L, false, Duration.ofSeconds(5));
        assertThat(groom.send(5_511_987_654_321L, "oi")).isInstanceOf(SendOutcome.Accepted.class);

        assertThat(waha.stub.ledger()).extracting(StubLedger.Entry::chatId).containsExactly("551187654321@c.us");
        assertThat(groom.said(EngineEvent.PersonKnown.class))
                .singleElement()
                .satisfies(known -> assertThat(known.person().phone()).hasValue(5_511_987_654_321L));
        assertThat(waha.stub.calls().path("GET /api/contacts/check-exists").asInt())
                .isEqualTo(1);
    }

    @Test
    void evidenceIsFoundByIdAndOnlyWhereItIs() {
        waha.stub.behave("groom", StubBehaviour.GOOD.withAcks(List.of(1, 2)));
        waha.stub.expect("groom", Mood.RESET_AFTER);
        String id = groom.connection.messageId("3EB0PROPOSED", Duration.ofSeconds(5));

        assertThat(groom.connection.send(message(id), PATIENCE)).isInstanceOf(SendOutcome.Unknown.class);

        assertThat(groom.connection.lookUp(id, ANNA, PATIENCE)).isEqualTo(new Evidence.Found(ReceiptLevel.DELIVERED));
        assertThat(groom.connection.lookUp("3EB0NEVER", ANNA, PATIENCE)).isEqualTo(new Evidence.NotKnown());
    }

    @Test
    void aMessageThatHasNotLeftWahaYetIsNoEvidence() {
        waha.stub.behave("groom", StubBehaviour.GOOD.withAcks(List.of()));
        waha.stub.expect("groom", Mood.EMPTY);
        String id = groom.connection.messageId("3EB0PROPOSED", Duration.ofSeconds(5));
        groom.connection.send(message(id), PATIENCE);

        assertThat(groom.connection.lookUp(id, ANNA, PATIENCE)).isEqualTo(new Evidence.NotKnown());
    }

    @Test
    void aSessionThatIsNotReadySendsNothing() {
        TestWaha.Session bride = waha.session("bride");

        assertThat(cause(bride.send(ANNA, "hello"))).isEqualTo(Cause.SESSION_NOT_READY);
        assertThat(waha.stub.ledger()).isEmpty();
    }

    @Test
    void nothingIsEverSentTwice() {
        waha.stub.expect("groom", Mood.RESET_AFTER, Mood.EMPTY, Mood.TAKE_AND_FAIL, Mood.WITHOUT_ID);
        for (int i = 0; i < 8; i++) {
            groom.send(ANNA + i, "text " + i);
        }

        assertThat(waha.stub.ledger())
                .extracting(StubLedger.Entry::text)
                .containsExactly("text 0", "text 1", "text 2", "text 3", "text 4", "text 5", "text 6", "text 7");
    }

    private static OutboundMessage message(String id) {
        return new OutboundMessage(UUID.randomUUID(), id, ANNA, "hello", true);
    }

    private static Cause cause(SendOutcome outcome) {
        assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
        return ((SendOutcome.NotSent) outcome).cause();
    }
}
