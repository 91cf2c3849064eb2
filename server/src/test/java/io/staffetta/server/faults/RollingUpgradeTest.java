package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From one version to the next and back on one database, without a pause. {@code -Dseed=N} repeats a round. */
@EnabledIfSystemProperty(
        named = "staffetta.faults",
        matches = "full",
        disabledReason = "a round of its own; run with --faults")
class RollingUpgradeTest {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void nodesBecomeTheNextVersionOneByOneAndNothingIsLostRepeatedOrInDoubt() throws IOException, SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("rolling upgrade with seed " + seed + " in " + folder);

        RollingUpgradeRun.Seen seen = new RollingUpgradeRun(6, 200, seed, folder).run();

        System.out.println(
                "rolling upgrade: %s%nmoved in %s, bytes that arrived beside the held table %d, events %d over %d connections"
                        .formatted(
                                seen.proof(),
                                seen.moves(),
                                seen.arrivedWhileBlocked(),
                                seen.events().size(),
                                seen.connections()));
        seen.proof().holds();
        assertThat(seen.proof().doubted()).as("in doubt").isZero();
        assertThat(seen.schema()).isEqualTo("6");
        assertThat(seen.versions()).hasSize(3);
        assertThat(seen.versions().get(0)).startsWith("the one 9.9.9 the other 0.");
        assertThat(seen.versions().get(1)).isEqualTo("the one 9.9.9 the other 9.9.9");
        assertThat(seen.versions().get(2)).startsWith("the one 0.").endsWith("the other 9.9.9");
        assertThat(seen.arrivedWhileBlocked())
                .as("sent while the migration waited")
                .isPositive();
        assertThat(seen.followed()).as("told to the client").isEqualTo(seen.events());
        assertThat(seen.resets()).isZero();
        assertThat(seen.connections()).as("the client had to come back").isGreaterThan(1);
        assertThat(seen.stale())
                .as("statements that failed for a changed table")
                .isZero();
        assertThat(seen.moves()).allMatch(move -> move.compareTo(Duration.ofSeconds(20)) <= 0);
    }
}
