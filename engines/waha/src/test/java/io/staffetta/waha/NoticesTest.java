package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineEvent.Inbound.Kind;
import io.staffetta.core.engine.Person;
import io.staffetta.core.message.ReceiptLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What WAHA reports, in all the ways its engines write it. */
final class NoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Notices notices = new Notices(JsonMapper.shared(), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void everyRecordedWebhookIsUnderstood() throws IOException {
        List<String> lines = Files.readAllLines(Shared.file("fixtures/waha-webhooks-2024.10.jsonl"));

        List<Notice> read = lines.stream().map(this::read).toList();

        String ours = "3EB0CE128707C82D5E9DDF";
        Instant at = Instant.ofEpochSecond(1_795_164_730L);
        Person person =
                new Person(OptionalLong.of(4_915_112_345_678L), Optional.empty(), Optional.of("4915112345678@c.us"));
        Notice grazie = new Notice.Said(
                List.of(new EngineEvent.Inbound("IN8AF4341A142926E7", person, Kind.TEXT, "grazie", earlier(at))));
        assertThat(read)
                .containsExactly(
                        new Notice.StatusChanged(WahaStatus.STARTING),
                        new Notice.StatusChanged(WahaStatus.WORKING),
                        new Notice.Said(
                                List.of(new EngineEvent.Receipt("P64F90BDE61A7D459", ReceiptLevel.SERVER, NOW))),
                        new Notice.Nothing(),
                        new Notice.Said(List.of(new EngineEvent.Receipt(ours, ReceiptLevel.DELIVERED, NOW))),
                        new Notice.Said(List.of(new EngineEvent.Receipt(ours, ReceiptLevel.READ, NOW))),
                        grazie,
                        grazie);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1763640000",
                "\"1763640000\"",
                "1763640000000",
                "{\"low\":1763640000,\"high\":0,\"unsigned\":true}"
            })
    void aMomentMayBeWrittenInFourWays(String written) {
        EngineEvent.Inbound message = inbound("""
                {"id":"false_49151@c.us_A1","from":"4915112345678@c.us","fromMe":false,"body":"hi","timestamp":%s}
                """.formatted(written));

        assertThat(message.at()).isEqualTo(Instant.ofEpochSecond(1_763_640_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"true_4915112345678@c.us_ABC\"",
                "{\"_serialized\":\"true_4915112345678@c.us_ABC\",\"fromMe\":true}",
                "{\"id\":\"ABC\"}",
                "\"ABC\"",
                "\"true_4915112345678@c.us_ABC_491511@c.us\""
            })
    void anIdMayBeWrittenInManyWays(String written) {
        assertThat(payload("message.ack", "{\"id\":%s,\"fromMe\":true,\"ack\":2}".formatted(written)))
                .isEqualTo(new Notice.Said(List.of(new EngineEvent.Receipt("ABC", ReceiptLevel.DELIVERED, NOW))));
    }

    @Test
    void anIdMayOnlyStandInTheKey() {
        assertThat(Wire.messageId(JsonMapper.shared().readTree("{\"key\":{\"id\":\"3EB0AA\"}}")))
                .contains("3EB0AA");
    }

    @Test
    void aFailedMessageIsUndeliverable() {
        assertThat(payload("message.ack", "{\"id\":\"true_1@c.us_ABC\",\"fromMe\":true,\"ack\":-1}"))
                .isEqualTo(new Notice.Said(List.of(new EngineEvent.Undeliverable("ABC", "ack_error", NOW))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "7", "\"2\"", "1e99"})
    void aReceiptWithoutALevelSaysNothing(String ack) {
        assertThat(payload("message.ack", "{\"id\":\"true_1@c.us_ABC\",\"fromMe\":true,\"ack\":%s}".formatted(ack)))
                .isEqualTo(new Notice.Nothing());
    }

    @Test
    void aHiddenPersonKeepsTheLinkedIdAndThePhoneNumberBesideIt() {
        EngineEvent.Inbound alone = inbound("""
                {"id":"false_123456789012345@lid_A","from":"123456789012345@lid","fromMe":false,"body":"STOP"}
                """);
        EngineEvent.Inbound both = inbound("""
                {"id":"false_123456789012345@lid_A","from":"123456789012345@lid","fromMe":false,"body":"STOP",
                 "_data":{"key":{"senderPn":"4915112345678@s.whatsapp.net"}}}
                """);

        assertThat(alone.person()).isEqualTo(Person.of("123456789012345@lid"));
        assertThat(both.person())
                .isEqualTo(new Person(
                        OptionalLong.of(4_915_112_345_678L), Optional.of("123456789012345@lid"), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"120363040000000000@g.us", "status@broadcast", "12@newsletter", "x@c.us", "", "0151@c.us"})
    void groupsChannelsAndNonsenseAreNobody(String from) {
        assertThat(payload(
                        "message",
                        "{\"id\":\"false_1@c.us_A\",\"from\":\"%s\",\"fromMe\":false,\"body\":\"x\"}".formatted(from)))
                .isEqualTo(new Notice.Nothing());
    }

    @Test
    void numbersOfBeforeAReformAreThoseOfToday() {
        assertThat(Renumbering.today("551187654321")).isEqualTo(5_511_987_654_321L);
        assertThat(Renumbering.today("5511987654321")).isEqualTo(5_511_987_654_321L);
        assertThat(Renumbering.today("551132654321")).isEqualTo(551_132_654_321L);
        assertThat(Renumbering.today("5215512345678")).isEqualTo(525_512_345_678L);
        assertThat(Renumbering.today("393337778888")).isEqualTo(393_337_778_888L);
    }

    @Test
    void aPictureIsAnAnswerToo() {
        assertThat(inbound(
                                "{\"id\":\"false_1@c.us_A\",\"from\":\"4915112345678@c.us\",\"fromMe\":false,\"hasMedia\":true}")
                        .kind())
                .isEqualTo(Kind.MEDIA);
    }

    @Test
    void aVeryLongTextIsCut() {
        assertThat(inbound("{\"id\":\"false_1@c.us_A\",\"from\":\"4915112345678@c.us\",\"fromMe\":false,\"body\":\""
                                + "ä".repeat(200_000) + "\"}")
                        .text())
                .hasSize(65_536);
    }

    @Test
    void nothingStrangeThrows() {
        for (String body : List.of(
                "",
                "[]",
                "17",
                "{",
                "null",
                "{\"session\":\"default\"}",
                "{\"session\":\"default\",\"event\":\"message\",\"payload\":[]}",
                "{\"session\":\"default\",\"event\":\"session.status\",\"payload\":{\"status\":\"DANCING\"}}",
                "{\"session\":\"default\",\"event\":\"message\",\"payload\":{\"from\":\"4915112345678@c.us\",\"body\":\"x\",\"id\":7}}",
                "{\"session\":\"another\",\"event\":\"message\"}")) {
            assertThat(read(body)).isInstanceOfAny(Notice.Strange.class, Notice.Nothing.class);
        }
    }

    private EngineEvent.Inbound inbound(String payload) {
        Notice.Said said = (Notice.Said) payload("message", payload);
        return (EngineEvent.Inbound) said.events().getFirst();
    }

    private Notice payload(String event, String payload) {
        return read("{\"event\":\"%s\",\"session\":\"default\",\"payload\":%s}".formatted(event, payload));
    }

    private Notice read(String body) {
        return notices.read("default", body.getBytes(StandardCharsets.UTF_8));
    }

    /** The recordings carry the moment of their making; what lies ahead of the clock counts as now. */
    private static Instant earlier(Instant at) {
        return at.isAfter(NOW) ? NOW : at.plus(Duration.ZERO);
    }
}
