package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.faults.DatabaseTroubles.Trouble;
import io.staffetta.server.queue.HaltPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short round in every build; {@code -Dstaffetta.faults=full} for all of it, {@code -Dseed=N} to repeat one. */
class FaultSuiteTest {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void noMessageIsLostOrRepeatedWhateverIsKilled() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        boolean full = System.getProperty("staffetta.faults", "").equals("full");
        FaultPlan plan = full ? FaultPlan.full(seed) : FaultPlan.brief(seed);
        System.out.println("fault run with seed " + seed + " in " + folder);

        FaultRun.Seen seen = new FaultRun(plan, folder).run();

        System.out.println(report(seen));
        LedgerProof.Result proof = seen.proof();
        proof.holds();
        assertThat(seen.doubtsOfGoodOrder()).as("in doubt after SIGTERM").isZero();
        assertThat(seen.goodEnd()).as("SIGTERM to the end").isLessThan(Duration.ofSeconds(40));
        assertThat(seen.troubles()).as("troubles of the database").containsOnlyKeys(Trouble.values());
        assertThat(seen.halted()).as("halt points reached").containsExactlyInAnyOrder(HaltPoint.values());
        // Disturbing ends with the work: how much of it a short round sees depends on the machine's speed.
        assertThat(seen.randomKills()).as("random kills").isGreaterThanOrEqualTo(full ? plan.kills() : 2);
        assertThat(seen.changes()).as("changes of number").isGreaterThanOrEqualTo(full ? plan.changes() : 3);
        assertThat(proof.doubtedByKills())
                .as("in doubt after kills: at most one message in flight per number and kill")
                .isLessThanOrEqualTo(seen.kills() * plan.sessions());
        if (full) {
            // Timed only where the machine is known to have nothing else to do.
            assertThat(worst(seen.resumptions())).as("work resumes").isLessThan(Duration.ofSeconds(5));
        }
    }

    private static String report(FaultRun.Seen seen) {
        return """
                kills %d (%d at random, %d of them of JVM and database; at named points %s), changes %d, pauses %d, opt-outs %d
                %s
                start to healthy: worst %d ms; healthy to next message: worst %d ms; SIGTERM to the end: %d ms
                troubles of the database, each until the next message: %s
                """.formatted(
                        seen.kills(),
                        seen.randomKills(),
                        seen.killsOfBoth(),
                        seen.halted(),
                        seen.changes(),
                        seen.pauses(),
                        seen.optOuts(),
                        seen.proof(),
                        worst(seen.starts()).toMillis(),
                        worst(seen.resumptions()).toMillis(),
                        seen.goodEnd().toMillis(),
                        seen.troubles());
    }

    private static Duration worst(List<Duration> durations) {
        return durations.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
