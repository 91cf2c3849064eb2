package io.staffetta.waha;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads what WAHA's engines write differently: ids, moments, levels. Whatever it cannot read is simply not there. */
final class Wire {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.:-]{1,128}");
    private static final long YEAR_2001 = 1_000_000_000L;
    private static final long YEAR_2100 = 4_102_444_800L;

    private Wire() {}

    /**
     * WhatsApp's own id of a message, by which ids of all engines can be compared: {@code {"key":{"id":…}}},
     * {@code true_<chat>_<ID>}, an object with {@code _serialized}, or the id alone.
     *
     * @param message the message, or what an engine answers instead of it
     */
    static Optional<String> messageId(JsonNode message) {
        JsonNode id = message.path("id");
        if (id.isString()) {
            return lastSegment(id.stringValue());
        }
        String serialized = text(id, "_serialized");
        if (!serialized.isEmpty()) {
            return lastSegment(serialized);
        }
        String inner = text(id, "id");
        if (!inner.isEmpty()) {
            return lastSegment(inner);
        }
        for (JsonNode key :
                new JsonNode[] {message.path("key"), message.path("_data").path("key")}) {
            String keyed = text(key, "id");
            if (!keyed.isEmpty()) {
                return lastSegment(keyed);
            }
        }
        return Optional.empty();
    }

    /** The id within {@code true_<chat>_<ID>}, which groups end with the sender. */
    static Optional<String> lastSegment(String id) {
        String[] parts = id.split("_", 5);
        boolean full = parts.length >= 3 && (parts[0].equals("true") || parts[0].equals("false"));
        String own = full ? parts[2] : id.substring(id.lastIndexOf('_') + 1);
        return ID.matcher(own).matches() ? Optional.of(own) : Optional.empty();
    }

    /** A moment as a number or a string of seconds or milliseconds, or as {@code {low,high}}; else the other one given. */
    static Instant moment(JsonNode node, Instant otherwise) {
        long value = number(node);
        long seconds = value > YEAR_2100 ? value / 1000 : value;
        if (seconds < YEAR_2001 || seconds > YEAR_2100) {
            return otherwise;
        }
        try {
            Instant moment = Instant.ofEpochSecond(seconds);
            // Nothing happens in the future; a clock that is ahead must not keep later news down.
            return moment.isAfter(otherwise) ? otherwise : moment;
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    /** WAHA's level of a receipt, from −1 to 4; empty if it says none. */
    static OptionalInt ack(JsonNode message) {
        JsonNode ack = message.path("ack");
        return ack.isIntegralNumber() && ack.canConvertToInt() && ack.intValue() >= -1 && ack.intValue() <= 4
                ? OptionalInt.of(ack.intValue())
                : OptionalInt.empty();
    }

    /** The text of this name; empty if there is none. */
    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    /** As much of a text as may be kept, never half a character. */
    static String atMost(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    private static long number(JsonNode node) {
        if (node.isNumber()) {
            return (long) node.doubleValue();
        }
        if (node.isString()) {
            try {
                return Long.parseLong(node.stringValue().strip());
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        if (node.path("low").isIntegralNumber()) {
            return ((long) node.path("high").asInt(0) << 32) | (node.path("low").asLong(0) & 0xFFFF_FFFFL);
        }
        return 0;
    }
}
