package io.staffetta.server.web.doors.multisession;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message as Chatwoot tells of it, as far as it matters here.
 *
 * @param id Chatwoot's own
 * @param sourceId its id on the other side; our own echoes carry one
 * @param sessionId ours: who sends it
 */
record ChatwootMessage(
        @Nullable JsonNode id,
        @JsonProperty("message_type") @Nullable String messageType,
        @JsonProperty("private") @Nullable Boolean isPrivate,
        @JsonProperty("source_id") @Nullable String sourceId,
        @Nullable String content,
        @Nullable String sessionId,
        @Nullable Conversation conversation,
        @Nullable Place account,
        @Nullable Place inbox) {

    private static final String OUTGOING = "outgoing";
    /** How Chatwoot numbers outgoing messages where it does not name them. */
    private static final String OUTGOING_NUMBER = "1";

    private static final String ECHO = "WAID:";

    record Conversation(@Nullable Meta meta) {}

    record Meta(@Nullable Sender sender) {}

    record Sender(@JsonProperty("phone_number") @Nullable String phoneNumber) {}

    /** An account or an inbox. */
    record Place(@Nullable JsonNode id) {}

    /** Why there is nothing to do; empty if it is to be sent. */
    Optional<String> reasonToIgnore() {
        if (!OUTGOING.equals(messageType) && !OUTGOING_NUMBER.equals(messageType)) {
            return Optional.of("not outgoing");
        }
        if (Boolean.TRUE.equals(isPrivate)) {
            return Optional.of("private");
        }
        if (sourceId != null && sourceId.startsWith(ECHO)) {
            return Optional.of("echo");
        }
        if (text().isBlank()) {
            return Optional.of("no text");
        }
        return phone().isBlank() ? Optional.of("no phone number") : Optional.empty();
    }

    /** Whom it is for, as Chatwoot writes it; empty if it does not say. */
    String phone() {
        Meta meta = conversation == null ? null : conversation.meta();
        Sender sender = meta == null ? null : meta.sender();
        String number = sender == null ? null : sender.phoneNumber();
        return number == null ? "" : number;
    }

    /** What it says. */
    String text() {
        return content == null ? "" : content;
    }

    /** What tells it from all other messages of its Chatwoot; empty if it has no id. */
    Optional<String> identity() {
        String own = written(id);
        return own.isEmpty() ? Optional.empty() : Optional.of(written(account) + "/" + written(inbox) + "/" + own);
    }

    private static String written(@Nullable Place place) {
        return place == null ? "" : written(place.id());
    }

    private static String written(@Nullable JsonNode value) {
        return value == null ? "" : value.asString("");
    }

    /** Leaves recipient and text out. */
    @Override
    public String toString() {
        return "ChatwootMessage[]";
    }
}
