package io.staffetta.baileys;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads what a message of the sidecar holds, and believes nothing of it. */
final class Fields {

    private static final int LONGEST_WORD = 256;

    private Fields() {}

    /** A short text; empty if there is none. */
    static String word(JsonNode message, String name) {
        return text(message, name, LONGEST_WORD).orElse("");
    }

    /** A text, cut off where it is longer. */
    static Optional<String> text(JsonNode message, String name, int longest) {
        JsonNode field = message.get(name);
        if (field == null || !field.isString()) {
            return Optional.empty();
        }
        String text = field.asString();
        return Optional.of(text.length() > longest ? text.substring(0, longest) : text);
    }

    /** A number; 0 if there is none. */
    static long number(JsonNode message, String name) {
        JsonNode field = message.get(name);
        return field != null && field.isNumber() ? field.asLong(0) : 0;
    }

    /** Milliseconds since 1970, as far as that can be a date. */
    static Instant instant(JsonNode message, String name, Instant otherwise) {
        long millis = number(message, name);
        try {
            return millis > 0 && millis < 253_402_300_800_000L ? Instant.ofEpochMilli(millis) : otherwise;
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    /** A phone number of 5 to 15 digits. */
    static OptionalLong phone(JsonNode message, String name) {
        String digits = word(message, name);
        return digits.matches("[1-9]\\d{4,14}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
