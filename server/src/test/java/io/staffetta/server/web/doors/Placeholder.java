package io.staffetta.server.web.doors;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What stands in an example for a value that is another one each time: {@code <text>}, {@code <number>}, {@code <flag>} and
 * {@code <instant>}; with a question mark, as in {@code <text?>}, also for null.
 */
public final class Placeholder {

    private static final Pattern FORM = Pattern.compile("<\\w+\\??>");

    private Placeholder() {}

    /** Whether this is one. */
    public static boolean is(JsonNode expected) {
        return expected.isString() && FORM.matcher(expected.asString()).matches();
    }

    /** Whether a value is of the kind that the placeholder names. */
    public static boolean fits(JsonNode placeholder, JsonNode real) {
        String kind = placeholder.asString();
        if (kind.endsWith("?>") && real.isNull()) {
            return true;
        }
        return switch (kind.replaceAll("[<?>]", "")) {
            case "text" -> real.isString() && !real.asString().isBlank();
            case "number" -> real.isIntegralNumber();
            case "flag" -> real.isBoolean();
            case "instant" -> real.isString() && isInstant(real.asString());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static boolean isInstant(String text) {
        try {
            return text.endsWith("Z") && Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
