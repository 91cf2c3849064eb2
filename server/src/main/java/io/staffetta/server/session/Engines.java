package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The engines this product runs with, by the name users choose them by. */
public class Engines {

    private final Map<String, Engine> byName;
    private final EnvironmentSettings environment;

    /** Takes all there are. */
    public Engines(List<Engine> engines) {
        this(engines, EnvironmentSettings.NONE);
    }

    /** The same, with what the environment adds to their settings. */
    Engines(List<Engine> engines, EnvironmentSettings environment) {
        this.environment = environment;
        this.byName = engines.stream().collect(Collectors.toUnmodifiableMap(Engine::name, Function.identity()));
    }

    /** The names, in order. */
    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /** The engine of this name, if the product runs with it. */
    public Optional<Engine> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What a session is connected with; may hold secrets. */
    Map<String, String> settings(Session session) {
        return environment.ofEngine(session);
    }

    /**
     * The engine of this name.
     *
     * @throws Problem {@code unknown_engine}
     */
    public Engine require(String name) {
        return find(name)
                .orElseThrow(() -> new Problem(
                        Kind.INVALID,
                        "unknown_engine",
                        "There is no engine \"" + name + "\".",
                        Map.of("engine", name, "engines", List.copyOf(names()))));
    }
}
