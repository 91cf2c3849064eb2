package io.staffetta.cloud;

import io.staffetta.core.engine.Person;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads what several kinds of webhooks have in common, taking nothing at face value. */
final class Wire {

    private static final int LONGEST_ID = 500;
    private static final Pattern PHONE = Pattern.compile("\\+?([0-9]{5,15})");
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z]{2}\\.[A-Za-z0-9.]{1,150}");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{9,11}");

    private Wire() {}

    /** An id of Meta's, such as a message's. */
    static Optional<String> id(JsonNode node) {
        String id = Json.text(node);
        boolean sound = !id.isBlank() && id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c < 127);
        return sound ? Optional.of(id) : Optional.empty();
    }

    /** Somebody, by phone number or Meta's id of the person or both; empty if it is neither. */
    static Optional<Person> person(JsonNode phone, JsonNode userId) {
        OptionalLong digits = phone(phone);
        Optional<String> id = Optional.of(Json.text(userId))
                .filter(text -> USER_ID.matcher(text).matches());
        return digits.isEmpty() && id.isEmpty()
                ? Optional.empty()
                : Optional.of(new Person(digits, id, Optional.empty()));
    }

    /** The attempt that a message left with, if what came back is one. */
    static Optional<UUID> attempt(JsonNode node) {
        String text = Json.text(node);
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** Seconds since 1970, as a number or its digits; now if it is neither. */
    static Instant at(JsonNode node, Instant now) {
        String digits = node.isIntegralNumber() ? node.asString() : Json.text(node);
        return SECONDS.matcher(digits).matches() ? Instant.ofEpochSecond(Long.parseLong(digits)) : now;
    }

    private static OptionalLong phone(JsonNode node) {
        var digits = PHONE.matcher(node.isIntegralNumber() ? node.asString() : Json.text(node));
        return digits.matches() ? OptionalLong.of(Long.parseLong(digits.group(1))) : OptionalLong.empty();
    }
}
