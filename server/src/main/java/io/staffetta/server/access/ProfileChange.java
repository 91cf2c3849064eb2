package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants changed about themselves; null leaves it as it is.
 *
 * @param locale one of {@code en, it, pt, es, id}
 * @param timeZone an id such as {@code Europe/Rome}
 * @param defaultCountry ISO 3166, two upper-case letters
 */
public record ProfileChange(
        @Nullable String locale,
        @Nullable String timeZone,
        @Nullable String defaultCountry) {

    private static final Set<String> LOCALES = Set.of("en", "it", "pt", "es", "id");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** Refuses what does not exist. */
    public ProfileChange {
        if (locale != null && !LOCALES.contains(locale)) {
            throw new Problem(Problem.Kind.INVALID, "invalid_locale", "The locale is not one of en, it, pt, es, id");
        }
        if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw new Problem(Problem.Kind.INVALID, "invalid_time_zone", "There is no such time zone");
        }
        if (defaultCountry != null && !COUNTRIES.contains(defaultCountry)) {
            throw new Problem(Problem.Kind.INVALID, "invalid_country", "There is no such country");
        }
    }

    /** What changes, for the audit. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "locale", locale);
        put(facts, "timeZone", timeZone);
        put(facts, "defaultCountry", defaultCountry);
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
