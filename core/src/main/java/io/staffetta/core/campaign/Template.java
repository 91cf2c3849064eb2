package io.staffetta.core.campaign;

import io.staffetta.core.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places for a recipient's variables: {@code {{name}}}, or {@code {{name|friend}}} with what stands there
 * when the variable is missing or blank. There is no logic in it; values are put in once and never read as template.
 * Names consist of letters, digits, {@code _}, {@code -} and spaces, and are compared by {@link #key}. Single braces are
 * text. Immutable.
 */
public final class Template {

    /** The longest text that can be sent, in UTF-16 units as WhatsApp's clients count. */
    public static final int LONGEST_TEXT = 4096;

    /** In how many wordings one message can be written. */
    public static final int MOST_VARIANTS = 5;

    private static final int LONGEST_SOURCE = 4 * LONGEST_TEXT;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_\\- ]{1,64}");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private final String source;
    private final List<Part> parts;
    private final @Nullable ApprovedTemplate approved;
    private final List<Template> others;

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Place(String name, Optional<String> fallback) implements Part {}
    }

    /** What came of putting a recipient's variables in. */
    public sealed interface Rendered {

        /** The text as it is sent. */
        record Text(String text) implements Rendered {}

        /** The recipient cannot be written to with this template. */
        sealed interface Flaw extends Rendered {

            /** The stable code of what is wrong. */
            String code();
        }

        /** Variables without a value and without a fallback, as the template writes them. */
        record Missing(List<String> variables) implements Flaw {
            @Override
            public String code() {
                return "variable_missing";
            }
        }

        /** The text would be longer than {@link #LONGEST_TEXT}. */
        record TooLong(int length) implements Flaw {
            @Override
            public String code() {
                return "text_too_long";
            }
        }

        /** Nothing visible would be sent. */
        record Blank() implements Flaw {
            @Override
            public String code() {
                return "text_blank";
            }
        }
    }

    private Template(String source, List<Part> parts, @Nullable ApprovedTemplate approved, List<Template> others) {
        this.source = source;
        this.parts = parts;
        this.approved = approved;
        this.others = others;
    }

    /**
     * Reads a template.
     *
     * @throws Problem {@code template_invalid} with the {@code position} of the braces that are wrong;
     *     {@code text_too_long}; {@code text_blank}; {@code unstorable_text} for the character NUL
     */
    public static Template of(String source) {
        if (source.indexOf('\0') >= 0) {
            throw new Problem(Problem.Kind.INVALID, "unstorable_text", "A template cannot hold the character NUL.");
        }
        String text = printable(source);
        if (text.isBlank()) {
            throw new Problem(Problem.Kind.INVALID, "text_blank", "The template is empty.");
        }
        if (text.length() > LONGEST_SOURCE) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "text_too_long",
                    "A template has at most " + LONGEST_SOURCE + " characters, not " + text.length() + ".");
        }
        return new Template(source, parts(text), null, List.of());
    }

    /** How names of variables and of columns are compared: by this. */
    public static String key(String name) {
        return name.strip().toLowerCase(java.util.Locale.ROOT);
    }

    /** The same text, sent as this template of the other side; the text is what people are shown here. */
    public Template with(ApprovedTemplate otherSide) {
        return new Template(source, parts, otherSide, List.of());
    }

    /**
     * The same message in further wordings: each person gets one of them, see {@link #wordingFor}.
     *
     * @throws Problem {@code variants_invalid} if these are too many, or the message is sent as a template of the other side
     */
    public Template with(List<Template> further) {
        if (further.size() >= MOST_VARIANTS || (approved != null && !further.isEmpty())) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "variants_invalid",
                    "A text of one's own may have up to " + (MOST_VARIANTS - 1) + " further wordings.",
                    Map.of("most", MOST_VARIANTS - 1));
        }
        return new Template(source, parts, approved, List.copyOf(further));
    }

    /** All wordings, the first one first; each without the others. */
    public List<Template> wordings() {
        List<Template> all = new ArrayList<>();
        all.add(others.isEmpty() ? this : new Template(source, parts, approved, List.of()));
        all.addAll(others);
        return List.copyOf(all);
    }

    /**
     * The place, from 0, of the wording that somebody gets: always the same one, and of people with consecutive numbers
     * as many get each.
     */
    public int placeFor(long recipient) {
        return Math.floorMod(recipient, others.size() + 1);
    }

    /** The wording that somebody gets. */
    public Template wordingFor(long recipient) {
        int place = placeFor(recipient);
        return place == 0 ? this : others.get(place - 1);
    }

    /** The template of the other side that it is sent as, if it is. */
    public Optional<ApprovedTemplate> approved() {
        return Optional.ofNullable(approved);
    }

    /** The template as it was written. */
    public String source() {
        return source;
    }

    /** The keys of the variables in it, in order of appearance. */
    public Set<String> variables() {
        Set<String> keys = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Part.Place(String name, var _)) {
                keys.add(key(name));
            }
        }
        return keys;
    }

    /** The text for a recipient with these variables; their names may be written in any case. */
    public Rendered render(Map<String, String> variables) {
        Map<String, String> values = byKey(variables);
        StringBuilder text = new StringBuilder();
        Set<String> missing = new LinkedHashSet<>();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String literal) -> text.append(literal);
                case Part.Place(String name, Optional<String> fallback) ->
                    Optional.ofNullable(values.get(key(name)))
                            .filter(value -> !value.isBlank())
                            .or(() -> fallback)
                            .ifPresentOrElse(text::append, () -> missing.add(name));
            }
        }
        return missing.isEmpty() ? checked(text.toString()) : new Rendered.Missing(List.copyOf(missing));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template that
                && source.equals(that.source)
                && Objects.equals(approved, that.approved)
                && others.equals(that.others);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** Leaves out the text, which does not belong in logs. */
    @Override
    public String toString() {
        return "Template" + variables();
    }

    private static Rendered checked(String text) {
        if (text.isBlank()) {
            return new Rendered.Blank();
        }
        return text.length() > LONGEST_TEXT ? new Rendered.TooLong(text.length()) : new Rendered.Text(text);
    }

    private static Map<String, String> byKey(Map<String, String> variables) {
        Map<String, String> values = new LinkedHashMap<>();
        variables.forEach((name, value) -> values.putIfAbsent(key(name), printable(value)));
        return values;
    }

    /** Without control characters other than line breaks, which become one sort, and tabs. */
    private static String printable(String text) {
        return CONTROLS.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
            int close = text.indexOf("}}", open);
            int nested = text.indexOf("{{", open + 2);
            if (close < 0 || (nested >= 0 && nested < close)) {
                throw invalid("These braces are not closed.", open);
            }
            parts.add(new Part.Literal(text.substring(from, open)));
            parts.add(place(text.substring(open + 2, close), open));
            from = close + 2;
        }
        parts.add(new Part.Literal(text.substring(from)));
        return List.copyOf(parts);
    }

    private static Part place(String inside, int position) {
        int bar = inside.indexOf('|');
        String name = (bar < 0 ? inside : inside.substring(0, bar)).strip();
        Matcher valid = NAME.matcher(name);
        if (!valid.matches()) {
            throw invalid("The name of a variable has letters, digits, spaces, '_' and '-' only.", position);
        }
        return new Part.Place(
                name,
                bar < 0
                        ? Optional.empty()
                        : Optional.of(inside.substring(bar + 1).strip()));
    }

    private static Problem invalid(String message, int position) {
        return new Problem(Problem.Kind.INVALID, "template_invalid", message, Map.of("position", position));
    }
}
