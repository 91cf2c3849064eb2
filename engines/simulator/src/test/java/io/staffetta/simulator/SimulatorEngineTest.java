package io.staffetta.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import io.staffetta.simulator.world.TestSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as the product sees it. */
final class SimulatorEngineTest {

    @TempDir
    Path folder;

    @Test
    void itIsALinkedDeviceThatReachesNobody() {
        try (SimulatedWhatsApp world = world()) {
            SimulatorEngine engine = new SimulatorEngine(world);

            assertThat(engine.name()).isEqualTo("simulator");
            assertThat(engine.capabilities())
                    .isEqualTo(new Capabilities(
                            true, true, true, 1, true, false, true, true, Set.of(Capabilities.Content.values())));
            TestSession.fresh(engine::open, "s1").connection().close();
        }
    }

    @Test
    void loadTestsMayHaveMoreInFlightWithinReason() {
        try (SimulatedWhatsApp world = world()) {
            assertThat(new SimulatorEngine(world, 64).capabilities().inFlightPerSession())
                    .isEqualTo(64);
            assertThatThrownBy(() -> new SimulatorEngine(world, 65)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theProcessTakesItsOptionsOrSaysWhatIsWrong() throws Exception {
        String[] arguments = {"--data", "d", "--port", "7", "--time-factor", "60", "--exit-with-parent"};
        ProcessOptions options = ProcessOptions.parse(arguments);

        assertThat(options).isEqualTo(new ProcessOptions(Path.of("d"), 7, null, 60, 1, true));
        assertThat(options.secret(Map.of("STAFFETTA_SIMULATOR_SECRET", " s3 "))).isEqualTo("s3");
        assertThatThrownBy(() -> ProcessOptions.parse(new String[] {"--prot"}))
                .hasMessage("unknown or incomplete option --prot");
        assertThatThrownBy(() -> ProcessOptions.parse(new String[] {})).hasMessage("--data DIR is missing");
    }

    private SimulatedWhatsApp world() {
        return new SimulatedWhatsApp(folder, new SimulatorClock(Clock.systemUTC(), 1), Clock.systemUTC(), 1);
    }
}
