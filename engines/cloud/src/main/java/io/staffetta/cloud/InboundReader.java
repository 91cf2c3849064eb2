package io.staffetta.cloud;

import io.staffetta.core.engine.EngineEvent.Inbound;
import io.staffetta.core.engine.EngineEvent.Inbound.Kind;
import io.staffetta.core.engine.Person;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what a person wrote. */
final class InboundReader {

    /** Far more than a message may have; what is longer is cut. */
    private static final int LONGEST_TEXT = 70_000;

    private InboundReader() {}

    /** Whether it is a notice of Meta's, or was said to a group: nobody wrote to the number. */
    static boolean ofNobody(JsonNode message) {
        String type = Json.text(message.path("type"));
        return type.equals("system") || type.equals("request_welcome") || message.has("group_id");
    }

    private record Content(Kind kind, String text) {}

    /**
     * A message of a person; nothing if it is not understood.
     *
     * @param contacts what Meta says of the senders of all messages beside it
     */
    static Optional<Inbound> read(JsonNode message, JsonNode contacts, Instant now) {
        Optional<String> id = Wire.id(message.path("id"));
        Optional<Person> person = sender(message, contacts);
        Optional<Content> content = content(message);
        if (id.isEmpty() || person.isEmpty() || content.isEmpty()) {
            return Optional.empty();
        }
        String text = content.get().text();
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return Optional.of(new Inbound(
                id.get(), person.get(), content.get().kind(), cut, Wire.at(message.path("timestamp"), now)));
    }

    /** Who hides the phone number comes with an id only, in the message itself or beside it. */
    private static Optional<Person> sender(JsonNode message, JsonNode contacts) {
        JsonNode from = message.path("from");
        JsonNode id = message.path("from_user_id");
        boolean onlyOne = contacts.size() == 1;
        for (JsonNode contact : contacts) {
            boolean same = Json.text(contact.path("wa_id")).equals(Json.text(from)) && from.isString();
            if (id.isMissingNode() && (same || (onlyOne && from.isMissingNode()))) {
                return Wire.person(same ? from : contact.path("wa_id"), contact.path("user_id"));
            }
        }
        return Wire.person(from, id);
    }

    private static Optional<Content> content(JsonNode message) {
        String type = Json.text(message.path("type"));
        return switch (type) {
            case "text" -> content(Kind.TEXT, message.path("text").path("body"));
            case "button" -> content(Kind.BUTTON, message.path("button").path("text"));
            case "interactive" -> interactive(message.path("interactive"));
            case "reaction" -> content(Kind.REACTION, message.path("reaction").path("emoji"));
            case "image", "video", "document", "audio", "sticker" ->
                content(Kind.MEDIA, message.path(type).path("caption"));
            case "" -> Optional.empty();
            default -> Optional.of(new Content(Kind.OTHER, ""));
        };
    }

    private static Optional<Content> interactive(JsonNode interactive) {
        JsonNode reply = interactive.path(Json.text(interactive.path("type")));
        return content(Kind.BUTTON, reply.path("title"));
    }

    private static Optional<Content> content(Kind kind, JsonNode text) {
        return Optional.of(new Content(kind, Json.text(text)));
    }
}
