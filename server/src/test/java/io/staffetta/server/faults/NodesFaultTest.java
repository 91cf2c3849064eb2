package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short round in every build; {@code -Dstaffetta.faults=full} for all of it, {@code -Dseed=N} to repeat one. */
class NodesFaultTest {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void twoNodesLoseAndRepeatNothingWhicheverOfThemFails() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        boolean full = System.getProperty("staffetta.faults", "").equals("full");
        System.out.println("two nodes with seed " + seed + " in " + folder);

        NodesFaultRun.Seen seen =
                new NodesFaultRun(full ? NodesFaultRun.Plan.full(seed) : NodesFaultRun.Plan.brief(seed), folder).run();

        LedgerProof.Result proof = seen.proof();
        System.out.println("two nodes: %s%nchanges %d, frozen with locks %d, moved in %s"
                .formatted(proof, seen.changes(), seen.frozenWithLocks(), seen.moves()));
        proof.holds();
        assertThat(seen.doubtsOfGoodOrder())
                .as("in doubt after a node was stopped in good order")
                .isZero();
        assertThat(seen.moves()).containsKeys("killed", "frozen", "stopped");
        if (full) {
            assertThat(seen.moves()).containsKey("cut");
            assertThat(seen.frozenWithLocks()).as("frozen with locks").isPositive();
            // Timed only where the machine is known to have nothing else to do.
            assertThat(all(seen.moves())).allMatch(move -> move.compareTo(Duration.ofSeconds(20)) <= 0);
        }
    }

    private static List<Duration> all(Map<String, List<Duration>> moves) {
        return moves.values().stream().flatMap(List::stream).toList();
    }
}
