package io.staffetta.core.engine;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * Something that an engine wants to know of each session, such as an address or a key.
 *
 * @param name as users give it, such as {@code baseUrl}
 * @param secret whether it is kept sealed and never shown again
 * @param required whether a session cannot be made without it
 * @param description what it is and where users find it, in English
 * @param environment the beginning of the environment variable that may give it instead, the session's id in capitals
 *     being its end, such as {@code WAHA_API_KEY_}; empty if none may
 */
public record Setting(String name, boolean secret, boolean required, String description, Optional<String> environment) {

    /** One that only its user gives. */
    public Setting(String name, boolean secret, boolean required, String description) {
        this(name, secret, required, description, Optional.empty());
    }

    /**
     * What an engine throws about a value that cannot be: {@code invalid_setting}. Neither text may hold the value.
     *
     * @param why in English, for people
     */
    public static Problem invalid(String name, String why) {
        return new Problem(
                Kind.INVALID,
                "invalid_setting",
                "The setting \"" + name + "\" cannot be used: " + why,
                Map.of("setting", name, "reason", why));
    }
}
