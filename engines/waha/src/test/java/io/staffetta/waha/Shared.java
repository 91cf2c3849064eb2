package io.staffetta.waha;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Material that lies beside the project where it is developed, and is absent from a clean clone. */
final class Shared {

    private Shared() {}

    /** This file; the test is skipped where it is not there. */
    static Path file(String name) {
        Optional<Path> found = Stream.of(
                        Optional.ofNullable(System.getProperty("staffetta.shared")),
                        Optional.ofNullable(System.getenv("STAFFETTA_SHARED")),
                        Optional.of("../../../shared"),
                        Optional.of("../../../../shared"))
                .flatMap(Optional::stream)
                .map(folder -> Path.of(folder, name))
                .filter(Files::isRegularFile)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), () -> "skipped: shared material is not there: " + name);
        return found.orElseThrow();
    }
}
