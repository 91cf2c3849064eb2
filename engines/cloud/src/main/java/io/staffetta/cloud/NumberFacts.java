package io.staffetta.cloud;

import io.staffetta.core.engine.NumberQuality;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * What Meta says of a number.
 *
 * @param phone as people see it, E.164 digits without a plus, if it could be read
 * @param name the verified name, if there is one
 * @param messagesPerSecond how fast it may send
 * @param quality how Meta rates it, if it does
 */
record NumberFacts(OptionalLong phone, Optional<String> name, int messagesPerSecond, Optional<NumberQuality> quality) {

    /** What is asked for. */
    static final String FIELDS = "?fields=id,display_phone_number,verified_name,quality_rating,throughput";

    private static final int HIGH = 1000;
    private static final int LONGEST_PHONE = 15;

    static NumberFacts in(JsonNode body) {
        String digits = Json.text(body.path("display_phone_number")).replaceAll("[^0-9]", "");
        boolean plausible = !digits.isEmpty() && digits.length() <= LONGEST_PHONE;
        String name = Json.text(body.path("verified_name")).strip();
        String level = Json.text(body.path("throughput").path("level")).toUpperCase(Locale.ROOT);
        return new NumberFacts(
                plausible ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty(),
                Optional.of(name).filter(text -> !text.isEmpty()),
                level.equals("HIGH") ? HIGH : Line.STANDARD,
                quality(Json.text(body.path("quality_rating"))));
    }

    private static Optional<NumberQuality> quality(String rating) {
        return switch (rating.toUpperCase(Locale.ROOT)) {
            case "GREEN" -> Optional.of(NumberQuality.HIGH);
            case "YELLOW" -> Optional.of(NumberQuality.MEDIUM);
            case "RED" -> Optional.of(NumberQuality.LOW);
            default -> Optional.empty();
        };
    }
}
