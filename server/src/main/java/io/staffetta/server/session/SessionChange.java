package io.staffetta.server.session;

import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a session; null leaves things as they are.
 *
 * @param perHour 0 to 100,000 messages in any 60 minutes
 * @param perDay 0 to 100,000 messages in a calendar day
 * @param ownNumber as written by a person
 * @param country two letters
 * @param settings replaces all settings of the engine; holds from the next connection on
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

    /** Leaves out number and settings. */
    @Override
    public String toString() {
        return "SessionChange[]";
    }
}
