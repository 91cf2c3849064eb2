package io.staffetta.server.web;

import io.staffetta.core.Problem;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parameter {@code dryRun}. In doubt nothing is done: what is neither a yes nor a no is refused. */
public final class DryRun {

    private DryRun() {}

    /**
     * Whether the caller only asks what would happen.
     *
     * @param written as it came; null if it did not come, empty for {@code ?dryRun}
     * @throws Problem {@code invalid_parameter}
     */
    public static boolean asked(@Nullable String written) {
        if (written == null) {
            return false;
        }
        return switch (written.strip().toLowerCase(Locale.ROOT)) {
            case "", "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default ->
                throw new Problem(
                        Problem.Kind.INVALID,
                        "invalid_parameter",
                        "dryRun is true or false",
                        Map.of("parameter", "dryRun"));
        };
    }
}
