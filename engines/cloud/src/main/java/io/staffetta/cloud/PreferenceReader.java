package io.staffetta.cloud;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Person;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads whether somebody wants marketing messages, as they set it on their phone. */
final class PreferenceReader {

    private PreferenceReader() {}

    /** What somebody wants; nothing if it is not understood. */
    static Optional<EngineEvent> read(JsonNode wish, Instant now) {
        Optional<Person> person = Wire.person(wish.path("wa_id"), wish.path("user_id"));
        if (person.isEmpty()) {
            return Optional.empty();
        }
        Instant at = Wire.at(wish.path("timestamp"), now);
        String source = "user_preferences:" + at.getEpochSecond();
        return switch (Json.text(wish.path("value"))) {
            case "stop" -> Optional.of(new EngineEvent.OptedOut(person.get(), source, at));
            case "resume" -> Optional.of(new EngineEvent.OptedIn(person.get(), source, at));
            default -> Optional.empty();
        };
    }
}
