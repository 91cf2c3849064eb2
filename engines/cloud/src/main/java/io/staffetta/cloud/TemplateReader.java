package io.staffetta.cloud;

import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.core.engine.MessageTemplate.Button;
import io.staffetta.core.engine.MessageTemplate.Header;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads a template as Meta lists it. */
final class TemplateReader {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]{1,64})\\s*}}");

    private TemplateReader() {}

    /** The template; nothing if it has no name or language. */
    static Optional<MessageTemplate> read(JsonNode listed) {
        String name = Json.text(listed.path("name"));
        String language = Json.text(listed.path("language"));
        if (name.isBlank() || language.isBlank()) {
            return Optional.empty();
        }
        JsonNode header = component(listed, "HEADER");
        String body = Json.text(component(listed, "BODY").path("text"));
        Header kind = header(header);
        return Optional.of(new MessageTemplate(
                Json.text(listed.path("id")),
                name,
                language,
                Json.text(listed.path("category")),
                Json.text(listed.path("status")),
                kind,
                body,
                places(body),
                kind == Header.TEXT ? places(Json.text(header.path("text"))) : List.of(),
                Optional.of(Json.text(component(listed, "FOOTER").path("text"))).filter(text -> !text.isEmpty()),
                buttons(component(listed, "BUTTONS").path("buttons"))));
    }

    private static JsonNode component(JsonNode listed, String type) {
        for (JsonNode component : listed.path("components")) {
            if (Json.text(component.path("type")).equalsIgnoreCase(type)) {
                return component;
            }
        }
        return listed.path("components").path(type);
    }

    private static Header header(JsonNode header) {
        if (header.isMissingNode()) {
            return Header.NONE;
        }
        return switch (Json.text(header.path("format")).toUpperCase(Locale.ROOT)) {
            case "TEXT" -> Header.TEXT;
            case "IMAGE" -> Header.IMAGE;
            case "DOCUMENT" -> Header.DOCUMENT;
            default -> Header.OTHER;
        };
    }

    private static List<String> places(String text) {
        LinkedHashSet<String> places = new LinkedHashSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return List.copyOf(places);
    }

    private static List<Button> buttons(JsonNode listed) {
        List<Button> buttons = new ArrayList<>();
        for (JsonNode button : listed) {
            String kind = Json.text(button.path("type"));
            boolean needsValue = switch (kind) {
                case Button.URL -> PLACE.matcher(Json.text(button.path("url"))).find();
                case "COPY_CODE", "OTP", "MPM", "SPM", "CATALOG" -> true;
                default -> false;
            };
            buttons.add(new Button(kind, Json.text(button.path("text")), needsValue));
        }
        return buttons;
    }
}
