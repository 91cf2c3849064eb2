package io.staffetta.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole core in virtual time. {@code -Dseed=N} plays one seed and prints the end of its story; {@code -Dseeds=N} and
 * {@code -DfirstSeed=N} choose how many are played, and which. {@code -Dwithout=GUARD} takes a guard away.
 */
class SimulationTest {

    private static final long FIRST = Long.getLong("firstSeed", 1);
    private static final long SEEDS = Long.getLong("seeds", 3000);

    @Test
    void everyPromiseIsKeptWhateverHappens() {
        Long single = Long.getLong("seed");
        if (single != null) {
            String without = System.getProperty("without");
            System.out.println(Simulation.tell(single, without == null ? null : Guard.valueOf(without)));
        }
        LongStream seeds = single != null ? LongStream.of(single) : LongStream.range(FIRST, FIRST + SEEDS);
        seeds.forEach(seed -> Simulation.play(seed, null)
                .ifPresent(broken -> fail(
                        "seed %d: %s%nreplay with -Dseed=%d%n%s",
                        seed, broken.getMessage(), seed, Simulation.tell(seed, null))));
    }

    @ParameterizedTest
    @EnumSource
    void withoutThisGuardSomeSeedFails(Guard guard) {
        Optional<String> failure = LongStream.range(FIRST, FIRST + SEEDS)
                .mapToObj(seed -> Simulation.play(seed, guard)
                        .map(broken -> "%s removed: seed %d fails: %s".formatted(guard, seed, broken.getMessage())))
                .flatMap(Optional::stream)
                .findFirst();

        failure.ifPresent(System.out::println);
        assertThat(failure).as("a seed that fails without %s", guard).isPresent();
    }
}
