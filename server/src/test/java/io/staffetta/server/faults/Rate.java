package io.staffetta.server.faults;

import java.io.IOException;
import java.time.Duration;

/** How much arrives in a second, by the simulator's ledger. */
final class Rate {

    private Rate() {}

    /** Looks on for so long. */
    static double of(Simulator simulator, Duration time) throws IOException {
        int before = simulator.messages();
        long begun = System.nanoTime();
        RealTime.pass(time);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return (simulator.messages() - before) / seconds;
    }
}
