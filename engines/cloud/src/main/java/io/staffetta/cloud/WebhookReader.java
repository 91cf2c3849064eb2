package io.staffetta.cloud;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.engine.WebhookReading;
import io.staffetta.core.engine.WebhookReading.Heard;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what Meta's webhooks say, number by number. What is not as expected is skipped and named, and the rest still read;
 * what is as expected and concerns no person here, such as a group, is passed over.
 */
final class WebhookReader {

    /** Meta sends at most 3 MB at once; more events than this are not Meta's. */
    private static final int MOST_EVENTS = 20_000;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]{1,40}");
    private static final Pattern ID = Pattern.compile("[0-9]{1,32}");

    private final Clock clock;
    private final LastHeard lastHeard;
    private final Displayed displayed;

    WebhookReader(Clock clock, LastHeard lastHeard, Displayed displayed) {
        this.clock = clock;
        this.lastHeard = lastHeard;
        this.displayed = displayed;
    }

    /** What was read so far. */
    private static final class Notes {

        private final List<Heard> heard = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final Consumer<Plea> pleas;

        Notes(Consumer<Plea> pleas) {
            this.pleas = pleas;
        }

        void skip(String what) {
            if (skipped.size() < MOST_EVENTS) {
                skipped.add(what);
            }
        }

        boolean full() {
            return heard.size() + skipped.size() >= MOST_EVENTS;
        }
    }

    /**
     * Reads a webhook.
     *
     * @param pleas is told of what asks for patience
     */
    WebhookReading read(byte[] body, Consumer<Plea> pleas) {
        Notes notes = new Notes(pleas);
        try {
            JsonNode root = Json.MAPPER.readTree(body);
            if (!Json.text(root.path("object")).equals("whatsapp_business_account")) {
                notes.skip("object");
            }
            for (JsonNode entry : root.path("entry")) {
                for (JsonNode change : entry.path("changes")) {
                    change(change, notes);
                }
            }
        } catch (JacksonException e) {
            notes.skip("not_json");
        }
        return new WebhookReading(notes.heard, notes.skipped);
    }

    private void change(JsonNode change, Notes notes) {
        String field = Json.text(change.path("field"));
        JsonNode value = change.path("value");
        String account = Json.text(value.path("metadata").path("phone_number_id"));
        if (!PLAIN.matcher(field).matches()) {
            notes.skip("field_" + plain(field));
            return;
        }
        if (field.equals("phone_number_quality_update")) {
            quality(value, notes);
            return;
        }
        if (!field.equals("messages") && !field.equals("user_preferences")) {
            // Its user asked Meta for more than messages; it is understood, and concerns nobody here.
            return;
        }
        if (!ID.matcher(account).matches()) {
            notes.skip("no_phone_number_id");
            return;
        }
        Instant now = clock.instant();
        for (JsonNode status : value.path("statuses")) {
            keep(account, StatusReader.read(status, now), "status_" + plain(Json.text(status.path("status"))), notes);
            StatusReader.plea(account, status, now).ifPresent(notes.pleas);
        }
        for (JsonNode message : value.path("messages")) {
            if (InboundReader.ofNobody(message)) {
                continue;
            }
            Optional<EngineEvent.Inbound> inbound = InboundReader.read(message, value.path("contacts"), now);
            inbound.ifPresent(known -> remember(account, known));
            keep(account, inbound.stream().toList(), "message_" + plain(Json.text(message.path("type"))), notes);
        }
        for (JsonNode wish : value.path("user_preferences")) {
            keep(account, PreferenceReader.read(wish, now).stream().toList(), "preference", notes);
        }
        for (JsonNode error : value.path("errors")) {
            notes.skip("error_" + error.path("code").asInt(-1));
        }
    }

    /** Only what falls is told at once; how far a number has risen again the next reading of it tells. */
    private void quality(JsonNode value, Notes notes) {
        if (!Json.text(value.path("event")).equals("FLAGGED") || notes.full()) {
            return;
        }
        displayed
                .of(Json.text(value.path("display_phone_number")))
                .ifPresentOrElse(
                        account -> notes.heard.add(
                                new Heard(Optional.of(account), new EngineEvent.Rated(NumberQuality.LOW))),
                        () -> notes.skip("quality_of_another_number"));
    }

    private void remember(String account, EngineEvent.Inbound message) {
        if (message.phone() > 0) {
            lastHeard.heard(account, message.phone(), message.sourceId());
        }
    }

    private static void keep(String account, List<? extends EngineEvent> events, String otherwise, Notes notes) {
        if (notes.full()) {
            return;
        }
        if (events.isEmpty()) {
            notes.skip(otherwise);
        }
        events.forEach(event -> notes.heard.add(new Heard(Optional.of(account), event)));
    }

    /** A word of Meta's that is fit for a log. */
    private static String plain(String word) {
        return PLAIN.matcher(word).matches() ? word : "unreadable";
    }
}
