package io.staffetta.server.session;

import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a session; null leaves things as they are.
 *
 * @param perHour 0 to 10,000,000 messages in any 60 minutes; the highest figure is no limit
 * @param perDay 0 to 10,000,000 messages in a calendar day; the highest figure is no limit
 * @param ownNumber as written by a person
 * @param country two letters
 * @param settings of the engine: those named are set, an empty text removes one, the others stay; they hold
 *     from the next connection on
 */
public record SessionChange(
        @Nullable String name,
        @Nullable Integer perHour,
        @Nullable Integer perDay,
        @Nullable Boolean typingSimulation,
        @Nullable String ownNumber,
        @Nullable String country,
        @Nullable ZoneId zone,
        @Nullable Map<String, String> settings) {

    /** The same with these settings only. */
    SessionChange withSettings(@Nullable Map<String, String> only) {
        return new SessionChange(name, perHour, perDay, typingSimulation, ownNumber, country, zone, only);
    }

    /** Leaves out number and settings. */
    @Override
    public String toString() {
        return "SessionChange[]";
    }
}
