package io.staffetta.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A template as the other side knows it.
 *
 * @param id the other side's id of it
 * @param name with {@code language} what it is sent by
 * @param language such as {@code en_US}
 * @param category as the other side files it, such as {@code MARKETING}
 * @param status as the other side sees it; only {@link #APPROVED} ones can be sent
 * @param header what stands above the body
 * @param body its text, with places such as <code>{{1}}</code> or <code>{{first_name}}</code>
 * @param bodyPlaces the names of the places in the body, each once, in the order in which values are given
 * @param headerPlaces the same for a header of text
 * @param footer small print below, if any
 * @param buttons its buttons, in order
 */
public record MessageTemplate(
        String id,
        String name,
        String language,
        String category,
        String status,
        Header header,
        String body,
        List<String> bodyPlaces,
        List<String> headerPlaces,
        Optional<String> footer,
        List<Button> buttons) {

    /** The status of a template that can be sent. */
    public static final String APPROVED = "APPROVED";

    /** What stands above the body. */
    public enum Header {
        /** Nothing. */
        NONE,
        /** A line of text. */
        TEXT,
        /** A picture, to be given with each message. */
        IMAGE,
        /** A document, to be given with each message. */
        DOCUMENT,
        /** Something that this product cannot give, such as a film or a place. */
        OTHER
    }

    /**
     * A button below the text.
     *
     * @param kind as the other side calls it, such as {@code URL}
     * @param text what stands on it
     * @param needsValue whether each message has to give it a value, such as the end of an address
     */
    public record Button(String kind, String text, boolean needsValue) {

        /** The one kind that can be given a value: the end of the address that it opens. */
        public static final String URL = "URL";
    }

    /** Copies what could change. */
    public MessageTemplate {
        bodyPlaces = List.copyOf(bodyPlaces);
        headerPlaces = List.copyOf(headerPlaces);
        buttons = List.copyOf(buttons);
    }

    /** Whether the other side lets it be sent at all at present. */
    public boolean approved() {
        return status.equals(APPROVED);
    }

    /**
     * Why the other side would refuse this message made from this template, as stable codes; empty if nothing is known
     * against it.
     */
    public List<String> flaws(TemplateMessage message, Optional<Media> media) {
        List<String> flaws = new ArrayList<>();
        if (!approved()) {
            flaws.add("template_not_approved");
        }
        if (!matches(bodyPlaces, message.body())) {
            flaws.add("template_body_values");
        }
        if (!matches(headerPlaces, message.header())) {
            flaws.add("template_header_values");
        }
        if (!headerFits(media)) {
            flaws.add("template_header_media");
        }
        if (buttons.stream()
                .anyMatch(button -> button.needsValue() && !button.kind().equals(Button.URL))) {
            flaws.add("template_button_unsupported");
        } else if (!buttonsFit(message.buttons())) {
            flaws.add("template_button_values");
        }
        return List.copyOf(flaws);
    }

    private static boolean matches(List<String> places, List<TemplateMessage.Value> values) {
        boolean everyOneHasText =
                values.stream().noneMatch(value -> value.text().isBlank());
        boolean named = values.stream().allMatch(value -> value.place().isPresent());
        List<String> given = values.stream()
                .flatMap(value -> value.place().stream())
                .sorted()
                .toList();
        return values.size() == places.size()
                && everyOneHasText
                && (!named || given.equals(places.stream().sorted().toList()));
    }

    private boolean headerFits(Optional<Media> media) {
        return switch (header) {
            case NONE, TEXT -> media.isEmpty();
            case IMAGE ->
                media.filter(given -> given.kind() == Media.Kind.IMAGE).isPresent();
            case DOCUMENT ->
                media.filter(given -> given.kind() == Media.Kind.DOCUMENT).isPresent();
            case OTHER -> false;
        };
    }

    private boolean buttonsFit(List<TemplateMessage.ButtonValue> values) {
        for (int index = 0; index < buttons.size(); index++) {
            int button = index;
            long given = values.stream()
                    .filter(value -> value.button() == button && !value.text().isBlank())
                    .count();
            if (given != (buttons.get(index).needsValue() ? 1 : 0)) {
                return false;
            }
        }
        return values.stream().allMatch(value -> value.button() >= 0 && value.button() < buttons.size());
    }
}
