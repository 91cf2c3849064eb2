package io.staffetta.core.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.core.engine.TemplateMessage.ButtonValue;
import io.staffetta.core.engine.TemplateMessage.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which template of the other side a message is made from, and what stands in its places: texts with a recipient's
 * variables, as in {@link Template}.
 *
 * @param name the template's name on the other side
 * @param language its language there, such as {@code en_US}
 * @param body the values of the places in its body, where those go by their position
 * @param named the same where places have names; one of the two is empty
 * @param header the value of the place in a header of text
 * @param buttons the values of those buttons that need one, by their position from 0
 * @param media a picture or document at its head
 */
public record ApprovedTemplate(
        String name,
        String language,
        List<Template> body,
        Map<String, Template> named,
        Optional<Template> header,
        Map<Integer, Template> buttons,
        Optional<Media> media) {

    private static final int MOST_PLACES = 50;
    private static final int LONGEST_NAME = 512;

    /**
     * Checks and copies.
     *
     * @throws Problem {@code template_mapping_invalid}
     */
    public ApprovedTemplate {
        body = List.copyOf(body);
        named = Map.copyOf(named);
        buttons = Map.copyOf(buttons);
        boolean fits = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && !language.isBlank()
                && language.length() <= 20
                && (body.isEmpty() || named.isEmpty())
                && body.size() + named.size() + buttons.size() <= MOST_PLACES
                && buttons.keySet().stream().allMatch(button -> button >= 0 && button < MOST_PLACES);
        if (!fits) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "template_mapping_invalid",
                    "An approved template needs a name, a language, and values by position or by name, not both.");
        }
    }

    /** What came of putting a recipient's variables in. */
    public sealed interface Rendered {

        /** What is sent. */
        record Made(TemplateMessage message, Optional<Media> media) implements Rendered {}

        /** A value cannot be made; the same flaws as of a text. */
        record Flawed(Template.Rendered.Flaw flaw) implements Rendered {}
    }

    /** The message for a recipient with these variables. */
    public Rendered render(Map<String, String> variables) {
        try {
            List<Value> values = new ArrayList<>();
            for (Template place : body) {
                values.add(Value.of(value(place, variables)));
            }
            for (Map.Entry<String, Template> place : new TreeMap<>(named).entrySet()) {
                values.add(new Value(Optional.of(place.getKey()), value(place.getValue(), variables)));
            }
            List<Value> head = new ArrayList<>();
            if (header.isPresent()) {
                head.add(Value.of(value(header.get(), variables)));
            }
            List<ButtonValue> pressed = new ArrayList<>();
            for (Map.Entry<Integer, Template> button : new TreeMap<>(buttons).entrySet()) {
                pressed.add(new ButtonValue(button.getKey(), value(button.getValue(), variables)));
            }
            return new Rendered.Made(new TemplateMessage(name, language, values, head, pressed), media);
        } catch (FlawException e) {
            return new Rendered.Flawed(e.flaw);
        }
    }

    /** The variables without which no message can be made, as they are written. */
    public Set<String> required() {
        Set<String> required = new LinkedHashSet<>();
        List<Template> all = new ArrayList<>(body);
        all.addAll(named.values());
        header.ifPresent(all::add);
        all.addAll(buttons.values());
        for (Template place : all) {
            if (place.render(Map.of()) instanceof Template.Rendered.Missing(List<String> missing)) {
                required.addAll(missing);
            }
        }
        return required;
    }

    /** A text for people who look at such a message here: its name and its values. */
    public String text() {
        List<Template> values = body.isEmpty() ? List.copyOf(new TreeMap<>(named).values()) : body;
        return name
                + values.stream()
                        .map(Template::source)
                        .collect(Collectors.joining(" · ", values.isEmpty() ? "" : ": ", ""));
    }

    /** A message with something in every place, to be looked at for what is wrong with the mapping itself. */
    public TemplateMessage sample() {
        return new TemplateMessage(
                name,
                language,
                body.isEmpty()
                        ? named.keySet().stream()
                                .sorted()
                                .map(place -> new Value(Optional.of(place), "x"))
                                .toList()
                        : body.stream().map(place -> Value.of("x")).toList(),
                header.stream().map(place -> Value.of("x")).toList(),
                buttons.keySet().stream()
                        .sorted()
                        .map(button -> new ButtonValue(button, "x"))
                        .toList());
    }

    /** Values stand within a line on the other side, which refuses breaks and long gaps. */
    private static String value(Template place, Map<String, String> variables) throws FlawException {
        return switch (place.render(variables)) {
            case Template.Rendered.Text(String text) -> text.strip().replaceAll("\\s+", " ");
            case Template.Rendered.Flaw flaw -> throw new FlawException(flaw);
        };
    }

    private static final class FlawException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Template.Rendered.Flaw flaw;

        FlawException(Template.Rendered.Flaw flaw) {
            super(flaw.code(), null, false, false);
            this.flaw = flaw;
        }
    }
}
