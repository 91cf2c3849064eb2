package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.pacing.NumberLimits;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a user may set of a session. */
final class SessionRules {

    private static final int LONGEST_NAME = 200;
    private static final int MOST_SETTINGS = 50;
    private static final int LONGEST_SETTING = 4_000;
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private SessionRules() {}

    static void check(NewSession session) {
        SessionIds.check(session.id());
        checkName(session.name());
        checkSettings(session.settings());
        Map<String, String> options = new HashMap<>();
        session.options().forEach((name, value) -> options.put(name, value.toString()));
        checkSettings(options);
    }

    static void check(SessionChange change) {
        checkName(change.name());
        checkLimit("hourlyLimit", change.perHour());
        checkLimit("dailyLimit", change.perDay());
        if (change.country() != null && !COUNTRIES.contains(change.country())) {
            throw invalid("invalid_country", "A country is given as two letters, such as IT.", "defaultCountry");
        }
        if (change.settings() != null) {
            checkSettings(change.settings());
        }
    }

    private static void checkName(@Nullable String name) {
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME || hasControls(name))) {
            throw invalid("invalid_session_name", "A name has 1 to " + LONGEST_NAME + " characters.", "name");
        }
    }

    private static void checkLimit(String field, @Nullable Integer messages) {
        if (messages != null && (messages < 0 || messages > NumberLimits.HIGHEST)) {
            throw invalid(
                    "invalid_session_limit", "A limit is a number from 0 to " + NumberLimits.HIGHEST + ".", field);
        }
    }

    private static void checkSettings(Map<String, String> settings) {
        boolean fits = settings.size() <= MOST_SETTINGS
                && settings.entrySet().stream()
                        .allMatch(setting -> setting.getKey().length() <= LONGEST_NAME
                                && setting.getValue().length() <= LONGEST_SETTING
                                && !hasControls(setting.getKey())
                                && setting.getValue().indexOf('\0') < 0);
        if (!fits) {
            throw invalid("invalid_session_settings", "The settings are too many or too long.", "settings");
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static Problem invalid(String code, String message, String field) {
        return new Problem(Kind.INVALID, code, message, Map.of("field", field));
    }
}
