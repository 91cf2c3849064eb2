package io.staffetta.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the simulator's process was started.
 *
 * @param port 0 for any free one
 * @param secretFile null if the secret is in the environment
 */
record ProcessOptions(
        Path data, int port, @Nullable Path secretFile, double timeFactor, long seed, boolean exitWithParent) {

    private static final String SECRET = "STAFFETTA_SIMULATOR_SECRET";
    private static final String EXIT_WITH_PARENT = "--exit-with-parent";
    private static final Set<String> WITH_VALUE =
            Set.of("--data", "--port", "--secret-file", "--time-factor", "--seed");

    static ProcessOptions parse(String[] arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals(EXIT_WITH_PARENT)) {
                given.put(name, "");
            } else if (WITH_VALUE.contains(name) && i + 1 < arguments.length) {
                given.put(name, arguments[++i]);
            } else {
                throw new IllegalArgumentException("unknown or incomplete option " + name);
            }
        }
        String data = given.get("--data");
        if (data == null) {
            throw new IllegalArgumentException("--data DIR is missing");
        }
        String file = given.get("--secret-file");
        return new ProcessOptions(
                Path.of(data),
                Integer.parseInt(given.getOrDefault("--port", "0")),
                file == null ? null : Path.of(file),
                Double.parseDouble(given.getOrDefault("--time-factor", "1")),
                Long.parseLong(given.getOrDefault("--seed", "1")),
                given.containsKey(EXIT_WITH_PARENT));
    }

    /** What clients have to know. */
    String secret(Map<String, String> environment) throws IOException {
        String secret = secretFile == null ? environment.get(SECRET) : Files.readString(secretFile);
        if (secret == null || secret.isBlank()) {
            throw new IllegalArgumentException("--secret-file or " + SECRET + " is missing");
        }
        return secret.strip();
    }
}
