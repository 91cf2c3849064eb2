package io.staffetta.waha;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** WAHA's own words about what it did not like. */
final class Complaint {

    private static final int LONGEST = 200;

    private Complaint() {}

    /** In one short line without secrets; never empty. Not to be trusted. */
    static String in(Reply.Answer answer, WahaSettings settings) {
        StringJoiner words = new StringJoiner("; ");
        add(words, answer.body().path("message"));
        add(words, answer.body().path("exception").path("message"));
        String line = settings.withoutSecrets(words.toString()).replaceAll("\\p{Cntrl}+", " ");
        return line.isBlank() ? "status " + answer.status() : Wire.atMost(line, LONGEST);
    }

    /** One text, or a list of them from its validation. */
    private static void add(StringJoiner words, JsonNode message) {
        if (message.isString()) {
            words.add(message.stringValue());
        }
        for (JsonNode each : message) {
            if (each.isString() && words.length() <= LONGEST) {
                words.add(each.stringValue());
            }
        }
    }
}
