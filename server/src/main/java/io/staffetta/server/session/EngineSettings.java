package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The settings of a session, as its engine declares them. What the user gave goes before what the environment gives, and
 * that before the installation's defaults, which are never secret.
 */
final class EngineSettings {

    private final Engine engine;
    private final Map<String, Setting> declared;
    private final Map<String, String> fallback;

    /**
     * The settings of a session of this engine.
     *
     * @param environment what the environment gives the session
     * @param defaults the installation's value of a setting, by its name
     */
    EngineSettings(Engine engine, Map<String, String> environment, Function<String, Optional<String>> defaults) {
        this.engine = engine;
        this.declared = engine.settings().stream().collect(Collectors.toMap(Setting::name, setting -> setting));
        this.fallback = new HashMap<>();
        for (Setting setting : engine.settings()) {
            if (!setting.secret()) {
                defaults.apply(setting.name()).ifPresent(value -> fallback.put(setting.name(), value));
            }
        }
        fallback.putAll(environment);
    }

    /** What a user's settings come to, once merged and checked: to be kept in two places. */
    record Kept(Map<String, String> open, Map<String, String> secret) {

        /** Names neither. */
        @Override
        public String toString() {
            return "Kept[]";
        }
    }

    /**
     * Checks settings and parts them.
     *
     * @param before what was kept before; empty for a new session
     * @param given by the user: an empty text removes a setting
     * @throws Problem {@code unknown_setting}, {@code missing_setting}, {@code invalid_setting}
     */
    Kept merge(Map<String, String> before, Map<String, String> given) {
        Map<String, String> own = new HashMap<>(before);
        own.putAll(given);
        own.values().removeIf(String::isEmpty);
        // What an earlier version of an engine knew stays until it is removed; what is given now must be known now.
        given.keySet().stream()
                .sorted()
                .filter(name -> !declared.containsKey(name))
                .findFirst()
                .ifPresent(this::unknown);
        Map<String, String> all = complete(own);
        engine.settings().stream()
                .filter(setting -> setting.required() && !all.containsKey(setting.name()))
                .findFirst()
                .ifPresent(this::missing);
        engine.check(all);
        return new Kept(part(own, name -> !secret(name)), part(own, this::secret));
    }

    /** What the engine is given: the session's own settings, and what stands in for those it has not. */
    Map<String, String> complete(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(fallback);
        all.putAll(own);
        return all;
    }

    /** The names of secret settings. */
    static Set<String> secretNames(Engine engine) {
        return engine.settings().stream()
                .filter(Setting::secret)
                .map(Setting::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean secret(String name) {
        Setting setting = declared.get(name);
        return setting != null && setting.secret();
    }

    private static Map<String, String> part(Map<String, String> settings, Predicate<String> which) {
        return settings.entrySet().stream()
                .filter(setting -> which.test(setting.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void unknown(String name) {
        throw new Problem(
                Kind.INVALID,
                "unknown_setting",
                "The engine " + engine.name() + " has no setting \"" + name + "\".",
                Map.of("engine", engine.name(), "setting", name));
    }

    private void missing(Setting setting) {
        throw new Problem(
                Kind.INVALID,
                "missing_setting",
                "The engine " + engine.name() + " needs the setting \"" + setting.name() + "\".",
                Map.of("engine", engine.name(), "setting", setting.name()));
    }
}
