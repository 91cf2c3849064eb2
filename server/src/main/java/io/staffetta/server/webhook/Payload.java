package io.staffetta.server.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.staffetta.core.contact.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an endpoint is sent.
 *
 * @param id of the event, the same in every repeat; it ends like the id in the event stream
 * @param type such as {@code message.delivered}
 * @param timestamp when it happened
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Payload(String id, String type, Instant timestamp, About data) {

    /**
     * What happened. All of it is always there, null where it does not apply.
     *
     * @param phone of the other person, with its plus; null where nobody in particular is meant, or no phone is known (any
     *     more)
     * @param text what they wrote, of {@code contact.wrote} alone
     * @param nextAt when something waiting gets its next chance, in business time
     * @param detail more facts
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record About(
            @Nullable Long messageId,
            @Nullable String campaignId,
            @Nullable String sessionId,
            @Nullable String phone,
            @Nullable String text,
            @Nullable String reason,
            @Nullable Integer attempt,
            @Nullable Instant nextAt,
            @Nullable JsonNode detail) {}

    /** That of a delivery, from its event and what is known of the person now. */
    static Payload of(
            JsonMapper json, String id, String type, String event, @Nullable Long phone, @Nullable String text) {
        JsonNode told = json.readTree(event);
        return new Payload(
                id,
                type,
                Instant.parse(told.path("at").asString()),
                new About(
                        told.path("messageId").isNumber()
                                ? told.path("messageId").asLong()
                                : null,
                        string(told, "campaignId"),
                        string(told, "sessionId"),
                        phone == null || phone <= 0 ? null : new PhoneNumber(phone).plus(),
                        text,
                        string(told, "reason"),
                        told.path("attempt").isNumber() ? told.path("attempt").asInt() : null,
                        told.path("nextAt").isString()
                                ? Instant.parse(told.path("nextAt").asString())
                                : null,
                        told.path("detail").isObject() ? told.path("detail") : null));
    }

    /** An example of this type; tests of endpoints send it too. */
    public static Payload sample(JsonMapper json, String type, Instant at) {
        boolean person = type.startsWith("message.") || type.startsWith("contact.");
        boolean message = type.startsWith("message.");
        boolean wrote = type.equals("contact.wrote");
        About data = new About(
                message ? 4711L : null,
                message || type.startsWith("campaign.") ? "64f5a1b2c3d4e5f6a7b8c9d0" : null,
                type.startsWith("campaign.") ? null : "shop",
                person ? "+393331234567" : null,
                wrote ? "Si, grazie!" : null,
                switch (type) {
                    case "message.failed" -> "not_on_whatsapp";
                    case "message.skipped" -> "opted_out";
                    case "campaign.paused" -> "session_deleted";
                    default -> null;
                },
                message ? 1 : null,
                null,
                wrote ? json.valueToTree(Map.of("inboundId", 815)) : null);
        return new Payload("4f2a9c1e-56", type, at, data);
    }

    private static @Nullable String string(JsonNode told, String name) {
        return told.path(name).isString() ? told.path(name).asString() : null;
    }

    byte[] bytes(JsonMapper json) {
        return json.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    }
}
