package io.staffetta.server.session;

import io.staffetta.core.engine.Setting;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about sessions, under documented names. They name sessions and no user: they hold for the
 * administrator's sessions only, so that nobody else gets at a key by choosing an id.
 */
final class EnvironmentSettings {

    /** Nothing is set. */
    static final EnvironmentSettings NONE = new EnvironmentSettings(Map.<String, String>of()::get, owner -> false);

    private final Function<String, @Nullable String> environment;
    private final LongPredicate administrator;
    private final @Nullable Integer perHour;
    private final @Nullable Boolean typing;

    /**
     * Reads this environment.
     *
     * @param environment answers null for what is not set
     * @param administrator whether a user is the administrator
     * @throws IllegalArgumentException if what is set cannot be
     */
    EnvironmentSettings(Function<String, @Nullable String> environment, LongPredicate administrator) {
        this.environment = environment;
        this.administrator = administrator;
        this.perHour = number("whatsapp_rate_limit");
        this.typing = flag("whatsapp_typing_simulation");
    }

    /** What the environment gives a session of those settings that it may give, by their names. */
    Map<String, String> ofSession(long ownerId, String sessionId, Collection<Setting> settings) {
        if (!administrator.test(ownerId)) {
            return Map.of();
        }
        Map<String, String> given = new HashMap<>();
        for (Setting setting : settings) {
            setting.environment()
                    .map(prefix -> set(prefix + plain(sessionId).toUpperCase(Locale.ROOT)))
                    .ifPresent(value -> given.put(setting.name(), value));
        }
        return given;
    }

    /** What a new session of this user begins with, if anything is set. */
    Optional<SessionChange> atCreation(long ownerId, String sessionId) {
        if (!administrator.test(ownerId)) {
            return Optional.empty();
        }
        String ownNumber = set("whatsapp_" + plain(sessionId).toLowerCase(Locale.ROOT) + "_number");
        return perHour == null && typing == null && ownNumber == null
                ? Optional.empty()
                : Optional.of(new SessionChange(null, perHour, null, typing, ownNumber, null, null, null));
    }

    /** Something set to nothing is not set. */
    private @Nullable String set(String name) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String plain(String sessionId) {
        return sessionId.replace('-', '_');
    }

    private @Nullable Integer number(String name) {
        String value = set(name);
        try {
            return value == null ? null : Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number of messages an hour, not " + value, e);
        }
    }

    private @Nullable Boolean flag(String name) {
        String value = set(name);
        if (value == null) {
            return null;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException(name + " must be true or false, not " + value);
        };
    }
}
