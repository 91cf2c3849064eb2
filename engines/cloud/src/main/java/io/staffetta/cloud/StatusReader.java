package io.staffetta.cloud;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Person;
import io.staffetta.core.message.ReceiptLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads what became of a message. */
final class StatusReader {

    /** Meta repeats webhooks for days: what stopped a number long ago has been seen to meanwhile. */
    private static final Duration NEWS = Duration.ofHours(1);

    /** What asked for patience longer ago than this has had it. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private StatusReader() {}

    /** What a status says; nothing if it is not understood. */
    static List<EngineEvent> read(JsonNode status, Instant now) {
        Optional<String> id = Wire.id(status.path("id"));
        if (id.isEmpty()) {
            return List.of();
        }
        Instant at = Wire.at(status.path("timestamp"), now);
        Optional<UUID> attempt = Wire.attempt(status.path("biz_opaque_callback_data"));
        return switch (Json.text(status.path("status"))) {
            case "sent" -> List.of(new EngineEvent.Receipt(id.get(), ReceiptLevel.SERVER, at, attempt));
            case "delivered" -> List.of(new EngineEvent.Receipt(id.get(), ReceiptLevel.DELIVERED, at, attempt));
            case "read" -> List.of(new EngineEvent.Receipt(id.get(), ReceiptLevel.READ, at, attempt));
            case "played" -> List.of(new EngineEvent.Receipt(id.get(), ReceiptLevel.PLAYED, at, attempt));
            case "failed" -> failed(status, id.get(), at, now);
            default -> List.of();
        };
    }

    /** Whether a status asks for patience with the number or with a person. */
    static Optional<Plea> plea(String account, JsonNode status, Instant now) {
        ErrorCode.Meaning meaning = ErrorCode.meaning(code(status));
        boolean withPerson = meaning == ErrorCode.Meaning.SLOWER_WITH_PERSON;
        boolean asks = withPerson || meaning == ErrorCode.Meaning.SLOWER;
        boolean recent = Wire.at(status.path("timestamp"), now).plus(PATIENCE).isAfter(now);
        if (!asks || !recent || !Json.text(status.path("status")).equals("failed")) {
            return Optional.empty();
        }
        OptionalLong phone = Wire.person(status.path("recipient_id"), status.path("recipient_user_id"))
                .map(Person::phone)
                .orElse(OptionalLong.empty());
        return Optional.of(new Plea(account, withPerson, phone));
    }

    private static int code(JsonNode status) {
        JsonNode error = status.path("errors").path(0).path("code");
        return error.canConvertToInt() ? error.asInt() : -1;
    }

    private static List<EngineEvent> failed(JsonNode status, String id, Instant at, Instant now) {
        int code = code(status);
        String shown = code < 0 ? "failed" : Integer.toString(code);
        ErrorCode.Meaning meaning = ErrorCode.meaning(code);
        List<EngineEvent> events = new ArrayList<>();
        events.add(new EngineEvent.Undeliverable(
                id, SendVerdict.afterwards(meaning, shown), at, Wire.attempt(status.path("biz_opaque_callback_data"))));
        if (meaning == ErrorCode.Meaning.OPTED_OUT) {
            Wire.person(status.path("recipient_id"), status.path("recipient_user_id"))
                    .ifPresent(person -> events.add(new EngineEvent.OptedOut(person, shown + ":" + id, at)));
        }
        if (meaning == ErrorCode.Meaning.NUMBER_STOPPED && at.plus(NEWS).isAfter(now)) {
            events.add(new EngineEvent.Failed(shown));
        }
        return events;
    }
}
