package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineEvent.Inbound;
import io.staffetta.core.engine.EngineEvent.Inbound.Kind;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.engine.Person;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.WebhookReading;
import io.staffetta.core.engine.WebhookReading.Heard;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.ReceiptLevel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {

    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final UUID ATTEMPT = UUID.fromString("11111111-2222-3333-4444-555555555555");

    private final LastHeard lastHeard = new LastHeard(10);
    private final Displayed displayed = new Displayed(10);
    private final List<Plea> pleas = new ArrayList<>();
    private final WebhookReader reader = new WebhookReader(Clock.fixed(NOW, ZoneOffset.UTC), lastHeard, displayed);

    @ParameterizedTest
    @CsvSource({"sent, SERVER", "delivered, DELIVERED", "read, READ", "played, PLAYED"})
    void aStatusLiftsItsMessageAndNamesTheAttempt(String status, ReceiptLevel level) {
        assertThat(events(statuses(status("wamid.1", status, "\"1777888800\"", ""))))
                .containsExactly(new EngineEvent.Receipt(
                        "wamid.1", level, Instant.ofEpochSecond(1777888800), Optional.of(ATTEMPT)));
    }

    @Test
    void aNumberThatIsFlaggedIsRatedLow() {
        displayed.show(15_550_001_234L, "106540352242922");
        String flagged = """
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"phone_number_quality_update",
                 "value":{"display_phone_number":"+1 555-000-1234","event":"FLAGGED","current_limit":"TIER_1K"}}]}]}
                """;

        assertThat(read(flagged).heard())
                .containsExactly(new Heard(Optional.of("106540352242922"), new EngineEvent.Rated(NumberQuality.LOW)));
        assertThat(read(flagged.replace("1234", "9999")).skipped()).containsExactly("quality_of_another_number");
        assertThat(read(flagged.replace("FLAGGED", "UNFLAGGED")).heard()).isEmpty();
    }

    @Test
    void whatIsSaidOfANumberIsSaidOfThatNumber() {
        assertThat(read(statuses(status("wamid.1", "sent", "1", ""))).heard())
                .extracting(Heard::account)
                .containsExactly(Optional.of(TestNumber.ID));
    }

    @Test
    void aFailedMessageIsUndeliverableWithItsCode() {
        assertThat(events(statuses(failed(131026, NOW))))
                .containsExactly(new EngineEvent.Undeliverable(
                        "wamid.1",
                        new SendOutcome.Refused(EndReason.NOT_ON_WHATSAPP, "131026"),
                        NOW,
                        Optional.of(ATTEMPT)));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 2, 3, 4, 10, 100, 190, 200, 299, 368, 80007, 130429, 130472, 130497, 131000, 131008, 131009,
                131016, 131021, 131026, 131031, 131042, 131047, 131048, 131049, 131050, 131051, 131052, 131053, 131056,
                131057, 132000, 132001, 132005, 132007, 132012, 132014, 132015, 132016, 133000, 133010
            })
    void aFailureMeansAfterwardsWhatItMeansAtOnce(int code) {
        SendOutcome atOnce = SendVerdict.of(new Reply.Answer(
                        400, Json.MAPPER.readTree("{\"error\":{\"code\":" + code + "}}"), Optional.empty()))
                .outcome();

        SendOutcome.Refused afterwards =
                ((EngineEvent.Undeliverable) events(statuses(failed(code, NOW))).getFirst()).refusal();

        if (atOnce instanceof SendOutcome.Refused) {
            assertThat(afterwards).isEqualTo(atOnce);
        } else {
            assertThat(atOnce).isInstanceOf(SendOutcome.NotSent.class);
            assertThat(afterwards).isEqualTo(new SendOutcome.Refused(EndReason.NOT_DELIVERED, Integer.toString(code)));
        }
    }

    @Test
    void aFailureThatIsNotInTheTableIsRefused() {
        assertThat(events(statuses(failed(131099, NOW))))
                .containsExactly(new EngineEvent.Undeliverable(
                        "wamid.1", new SendOutcome.Refused(EndReason.REFUSED, "131099"), NOW, Optional.of(ATTEMPT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {130429, 80007, 4, 131056})
    void whatAsksForPatienceIsToldOnlyWhileItIsRecent(int code) {
        read(statuses(failed(code, NOW.minusSeconds(59))));
        read(statuses(failed(code, NOW.minusSeconds(61))));

        assertThat(pleas).containsExactly(new Plea(TestNumber.ID, code == 131056, OptionalLong.of(628111111111L)));
    }

    @ParameterizedTest
    @ValueSource(ints = {131026, 131042, 131049, 131099})
    void whatDoesNotAskForPatienceHoldsNobody(int code) {
        read(statuses(failed(code, NOW)));

        assertThat(pleas).isEmpty();
    }

    @Test
    void whoStoppedMarketingMessagesIsOptedOutByAFailedMessage() {
        assertThat(events(statuses(failed(131050, NOW))))
                .element(1)
                .isEqualTo(new EngineEvent.OptedOut(Person.of(628111111111L), "131050:wamid.1", NOW));
    }

    @Test
    void aFailureThatStopsTheNumberCountsOnlyWhileItIsNews() {
        assertThat(events(statuses(failed(131042, NOW)))).contains(new EngineEvent.Failed("131042"));
        assertThat(events(statuses(failed(131042, NOW.minusSeconds(7 * 86_400)))))
                .hasSize(1)
                .doesNotContain(new EngineEvent.Failed("131042"));
    }

    @Test
    void aPersonsWordsComeWithWhoAndWhen() {
        assertThat(events(messages("\"text\":{\"body\":\"Hi\"},\"type\":\"text\"")))
                .containsExactly(new Inbound(
                        "wamid.in", Person.of(628111111111L), Kind.TEXT, "Hi", Instant.ofEpochSecond(1777888800)));
        assertThat(lastHeard.of(TestNumber.ID, 628111111111L)).contains("wamid.in");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "button|\"button\":{\"text\":\"Stop\",\"payload\":\"x\"}|BUTTON|Stop",
                "interactive|\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{\"title\":\"Yes\"}}|BUTTON|Yes",
                "interactive|\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"title\":\"Two\"}}|BUTTON|Two",
                "reaction|\"reaction\":{\"message_id\":\"wamid.1\",\"emoji\":\"👍\"}|REACTION|👍",
                "image|\"image\":{\"id\":\"1\",\"caption\":\"Look\"}|MEDIA|Look"
            })
    void everyKindOfMessageIsReadForWhatItSays(String type, String content, Kind kind, String text) {
        Inbound inbound = (Inbound)
                events(messages(content + ",\"type\":\"" + type + "\"")).getFirst();

        assertThat(inbound.kind()).isEqualTo(kind);
        assertThat(inbound.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"audio, MEDIA", "sticker, MEDIA", "location, OTHER", "something_new, OTHER", "unsupported, OTHER"})
    void whatHasNoWordsIsAnAnswerAllTheSame(String type, Kind kind) {
        Inbound inbound =
                (Inbound) events(messages("\"type\":\"" + type + "\"")).getFirst();

        assertThat(inbound.kind()).isEqualTo(kind);
        assertThat(inbound.text()).isEmpty();
    }

    @Test
    void whoHidesThePhoneNumberIsKnownByTheIdInstead() {
        String body = value("\"contacts\":[{\"profile\":{\"name\":\"A\"},\"user_id\":\"US.13491208655302741918\"}],"
                + "\"messages\":[{\"from_user_id\":\"US.13491208655302741918\",\"id\":\"wamid.in\",\"timestamp\":\"1777888800\","
                + "\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}]");

        assertThat(((Inbound) events(body).getFirst()).person()).isEqualTo(Person.of("US.13491208655302741918"));
        assertThat(((Inbound) events(body).getFirst()).phone()).isZero();
    }

    @Test
    void whoShowsBothIsKnownByBoth() {
        String body = value("\"contacts\":[{\"wa_id\":\"628111111111\",\"user_id\":\"ID.42\"}],"
                + "\"messages\":[{\"from\":\"628111111111\",\"id\":\"wamid.in\",\"timestamp\":\"1777888800\","
                + "\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}]");

        assertThat(((Inbound) events(body).getFirst()).person())
                .isEqualTo(new Person(OptionalLong.of(628111111111L), Optional.of("ID.42"), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"stop, true", "resume, false"})
    void whatPeopleSetOnTheirPhoneIsHeard(String value, boolean out) {
        String body = change(
                "user_preferences",
                metadata()
                        + ",\"user_preferences\":[{\"wa_id\":\"628111111111\",\"category\":\"marketing_messages\",\"value\":\""
                        + value
                        + "\",\"timestamp\":1777888800}]");
        Person person = Person.of(628111111111L);
        Instant at = Instant.ofEpochSecond(1777888800);
        String source = "user_preferences:1777888800";

        assertThat(events(body))
                .containsExactly(
                        out
                                ? new EngineEvent.OptedOut(person, source, at)
                                : new EngineEvent.OptedIn(person, source, at));
    }

    @Test
    void whatConcernsNobodyHereIsPassedOver() {
        for (String body : List.of(
                change("message_template_status_update", metadata()),
                messages("\"type\":\"system\""),
                messages("\"type\":\"text\",\"group_id\":\"g\""))) {
            assertThat(read(body)).isEqualTo(new WebhookReading(List.of(), List.of()));
        }
    }

    @Test
    void whatIsNotUnderstoodIsSkippedAndNamed() {
        assertThat(read(change("<b>", metadata())).skipped()).containsExactly("field_unreadable");
        assertThat(read(messages("\"type\":5")).skipped()).containsExactly("message_unreadable");
        assertThat(read(statuses(status("wamid.1", "warped", "1", ""))).skipped())
                .containsExactly("status_warped");
        assertThat(read(change("messages", "\"statuses\":[]")).skipped()).containsExactly("no_phone_number_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "5",
                "null",
                "{\"object\":5,\"entry\":{\"a\":1}}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[[],5,null,{\"changes\":[5,{\"value\":[]}]}]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\"}]}]}"
            })
    void whatIsNotAWebhookSaysNothing(String body) {
        assertThat(read(body).heard()).isEmpty();
    }

    @Test
    void oneBadStatusDoesNotTakeTheOthersWithIt() {
        WebhookReading reading =
                read(statuses("5,{\"id\":7,\"status\":\"sent\"},{\"id\":\"wamid.9\",\"status\":\"<b>\"},"
                        + status("wamid.1", "sent", "\"x\"", "")));

        assertThat(reading.heard()).hasSize(1);
        assertThat(reading.skipped()).containsExactly("status_unreadable", "status_sent", "status_unreadable");
        assertThat(((EngineEvent.Receipt) reading.heard().getFirst().event()).at())
                .isEqualTo(NOW);
    }

    @Test
    void anAttemptThatIsNoneIsLeftOut() {
        String status = "{\"id\":\"wamid.1\",\"status\":\"sent\",\"biz_opaque_callback_data\":\"anything\"}";

        assertThat(((EngineEvent.Receipt) events(statuses(status)).getFirst()).attemptId())
                .isEmpty();
    }

    @Test
    void nestingWithoutEndIsNotFollowed() {
        String deep = "{\"object\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThat(read(deep).skipped()).containsExactly("not_json");
    }

    @Test
    void noSpoiltWebhookIsEverThrownAt() {
        byte[] sound = messages("\"text\":{\"body\":\"Hi\"},\"type\":\"text\"").getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] spoilt = sound.clone();
            for (int i = 0; i <= round % 4; i++) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            }
            assertThat(reader.read(spoilt, pleas::add)).isNotNull();
        }
    }

    private List<EngineEvent> events(String body) {
        return read(body).heard().stream().map(Heard::event).toList();
    }

    private WebhookReading read(String body) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8), pleas::add);
    }

    private static String failed(int code, Instant at) {
        return status("wamid.1", "failed", "\"" + at.getEpochSecond() + "\"", ",\"errors\":[{\"code\":" + code + "}]");
    }

    private static String status(String id, String status, String timestamp, String more) {
        return "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"timestamp\":" + timestamp
                + ",\"recipient_id\":\"628111111111\",\"biz_opaque_callback_data\":\"" + ATTEMPT + "\"" + more + "}";
    }

    private static String statuses(String statuses) {
        return value("\"statuses\":[" + statuses + "]");
    }

    /** A text of somebody. */
    static String text(long phone) {
        return messages("\"text\":{\"body\":\"Hi\"},\"type\":\"text\"").replace("628111111111", Long.toString(phone));
    }

    /** That a message of this number to somebody met the number's limit. */
    static String limitHit(String number, long phone, Instant at) {
        return statuses(failed(130429, at))
                .replace(TestNumber.ID, number)
                .replace("628111111111", Long.toString(phone));
    }

    private static String messages(String content) {
        return value("\"contacts\":[{\"profile\":{\"name\":\"A\"},\"wa_id\":\"628111111111\"}],\"messages\":[{"
                + "\"from\":\"628111111111\",\"id\":\"wamid.in\",\"timestamp\":\"1777888800\"," + content + "}]");
    }

    private static String value(String content) {
        return change("messages", metadata() + "," + content);
    }

    private static String metadata() {
        return "\"metadata\":{\"phone_number_id\":\"" + TestNumber.ID + "\"}";
    }

    private static String change(String field, String value) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"" + field
                + "\",\"value\":{" + value + "}}]}]}";
    }
}
