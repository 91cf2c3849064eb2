package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineEvent.Inbound.Kind;
import io.staffetta.core.message.ReceiptLevel;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what WAHA reports of messages and sessions, by webhook or when asked. Trusts nothing in it. */
final class Notices {

    private static final int LONGEST_TEXT = 65_536;

    private final JsonMapper json;
    private final Clock clock;

    Notices(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** What the body of a webhook reports about this session. */
    Notice read(String session, byte[] body) {
        JsonNode envelope;
        try {
            envelope = json.readTree(body);
        } catch (JacksonException e) {
            return new Notice.Strange("not JSON");
        }
        if (!Wire.text(envelope, "session").equals(session)) {
            return new Notice.Strange("of another session");
        }
        JsonNode payload = envelope.path("payload");
        return switch (Wire.text(envelope, "event")) {
            case "session.status" ->
                WahaStatus.of(Wire.text(payload, "status"))
                        .<Notice>map(Notice.StatusChanged::new)
                        .orElseGet(() -> new Notice.Strange("unknown status"));
            case "message", "message.any" -> message(payload, envelope.path("timestamp"));
            case "message.ack" -> acknowledged(payload, envelope.path("timestamp"));
            case "" -> new Notice.Strange("no event");
            default -> new Notice.Nothing();
        };
    }

    /** What one message tells, of ours or of somebody else's, as WAHA lists it or reports it. */
    Notice message(JsonNode message, JsonNode reportedAt) {
        if (message.path("fromMe").asBoolean(false)) {
            return acknowledged(message, reportedAt);
        }
        Optional<ChatAddress> from = ChatAddress.of(Wire.text(message, "from"));
        Optional<String> id = Wire.messageId(message);
        if (from.isEmpty() || !says(message)) {
            return new Notice.Nothing();
        }
        if (id.isEmpty()) {
            return new Notice.Strange("a message without an id");
        }
        String text = Wire.atMost(Wire.text(message, "body"), LONGEST_TEXT);
        return new Notice.Said(List.of(new EngineEvent.Inbound(
                id.get(), from.get().person(message), kind(message, text), text, moment(message, reportedAt))));
    }

    private Notice acknowledged(JsonNode message, JsonNode reportedAt) {
        OptionalInt ack = Wire.ack(message);
        Optional<String> id = Wire.messageId(message);
        if (ack.isEmpty() || ack.getAsInt() == 0 || !message.path("fromMe").asBoolean(true)) {
            return new Notice.Nothing();
        }
        if (id.isEmpty()) {
            return new Notice.Strange("a receipt without an id");
        }
        Instant at = Wire.moment(reportedAt, clock.instant());
        return new Notice.Said(List.of(event(id.get(), ack.getAsInt(), at)));
    }

    private static EngineEvent event(String id, int ack, Instant at) {
        return switch (ack) {
            case 1 -> new EngineEvent.Receipt(id, ReceiptLevel.SERVER, at);
            case 2 -> new EngineEvent.Receipt(id, ReceiptLevel.DELIVERED, at);
            case 3 -> new EngineEvent.Receipt(id, ReceiptLevel.READ, at);
            case 4 -> new EngineEvent.Receipt(id, ReceiptLevel.PLAYED, at);
            default -> new EngineEvent.Undeliverable(id, "ack_error", at);
        };
    }

    /** Messages of the protocol itself have neither words nor anything attached. */
    private static boolean says(JsonNode message) {
        return !Wire.text(message, "body").isBlank()
                || message.path("hasMedia").asBoolean(false)
                || message.path("location").isObject()
                || !message.path("vCards").isEmpty();
    }

    private static Kind kind(JsonNode message, String text) {
        if (message.path("hasMedia").asBoolean(false)) {
            return Kind.MEDIA;
        }
        return text.isBlank() ? Kind.OTHER : Kind.TEXT;
    }

    private Instant moment(JsonNode message, JsonNode reportedAt) {
        return Wire.moment(message.path("timestamp"), Wire.moment(reportedAt, clock.instant()));
    }
}
