package io.staffetta.server.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session to create.
 *
 * @param id {@code [-_A-Za-z0-9]{1,54}}, unique among the user's sessions, not a reserved word
 * @param name for people; the id if null
 * @param engine the name of an engine the product runs with
 * @param settings of the engine, as documented per engine
 * @param madeBy the front door it came through, such as {@code v1}
 * @param options what that door only gives back; texts, numbers and truth values
 */
public record NewSession(
        String id,
        @Nullable String name,
        String engine,
        Map<String, String> settings,
        String madeBy,
        Map<String, Object> options) {

    /** Copies what could change. */
    public NewSession {
        settings = Map.copyOf(settings);
        options = Map.copyOf(options);
    }

    /** One without options. */
    public NewSession(String id, @Nullable String name, String engine, Map<String, String> settings, String madeBy) {
        this(id, name, engine, settings, madeBy, Map.of());
    }

    /** The same with these settings only. */
    NewSession withSettings(Map<String, String> only) {
        return new NewSession(id, name, engine, only, madeBy, options);
    }

    /** Leaves out the settings, which may hold secrets. */
    @Override
    public String toString() {
        return "NewSession[" + id + ", " + engine + "]";
    }
}
