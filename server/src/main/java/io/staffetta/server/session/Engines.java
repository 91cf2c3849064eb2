package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Engine;
import java.util.Comparator;
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
    private final Function<String, Optional<String>> configuration;

    /** Takes all there are. */
    public Engines(List<Engine> engines) {
        this(engines, EnvironmentSettings.NONE, name -> Optional.empty());
    }

    /**
     * The same, with what is added to their settings.
     *
     * @param configuration the installation's properties, by their names
     */
    Engines(List<Engine> engines, EnvironmentSettings environment, Function<String, Optional<String>> configuration) {
        this.environment = environment;
        this.configuration = configuration;
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

    /** All of them, by name. */
    public List<Engine> all() {
        return byName.values().stream()
                .sorted(Comparator.comparing(Engine::name))
                .toList();
    }

    /** The installation's address as others see it, without a slash at its end; empty if nobody said. */
    String publicAddress() {
        return configuration.apply("staffetta.public-url").orElse("").strip().replaceAll("/+$", "");
    }

    /** The settings of a session of this engine. */
    EngineSettings settings(long ownerId, String sessionId, Engine engine) {
        String prefix = "staffetta.engines." + engine.name() + ".settings.";
        return new EngineSettings(
                engine,
                environment.ofSession(ownerId, sessionId, engine.settings()),
                name -> configuration.apply(prefix + name));
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
