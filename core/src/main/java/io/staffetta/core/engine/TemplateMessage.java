package io.staffetta.core.engine;

import java.util.List;
import java.util.Optional;

/**
 * A message made from an approved template: which one, and what stands in its places.
 *
 * @param name the template's name
 * @param language the template's language, such as {@code en_US}
 * @param body the values of the places in its body, in their order
 * @param header the values of the places in a header of text; a picture or document goes by
 *     {@link OutboundMessage#media()}
 * @param buttons the values of those buttons that need one
 */
public record TemplateMessage(
        String name, String language, List<Value> body, List<Value> header, List<ButtonValue> buttons) {

    /** What stands in a place; a template names all its places or none. */
    public record Value(Optional<String> place, String text) {

        /** A value whose place goes by its position. */
        public static Value of(String text) {
            return new Value(Optional.empty(), text);
        }

        /** Leaves out the text, which does not belong in logs. */
        @Override
        public String toString() {
            return "Value[" + place + "]";
        }
    }

    /** What a button is given, such as the end of its address; buttons are counted from 0. */
    public record ButtonValue(int button, String text) {}

    /** Copies what could change. */
    public TemplateMessage {
        body = List.copyOf(body);
        header = List.copyOf(header);
        buttons = List.copyOf(buttons);
    }

    /** With places in the body only, which go by their position. */
    public static TemplateMessage of(String name, String language, List<String> body) {
        return new TemplateMessage(name, language, body.stream().map(Value::of).toList(), List.of(), List.of());
    }
}
