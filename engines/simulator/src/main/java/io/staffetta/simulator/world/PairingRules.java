package io.staffetta.simulator.world;

import java.time.Duration;

/**
 * How pairing goes.
 *
 * @param codeLife how long a QR code is good, in the simulator's time
 * @param atLeast how long it is good at least in real time, so that hands can follow a simulator that runs fast
 * @param codes how many codes are shown before the attempt ends
 */
record PairingRules(Duration codeLife, Duration atLeast, int codes) {

    /** As with WhatsApp. */
    static final PairingRules USUAL = new PairingRules(Duration.ofSeconds(20), Duration.ofSeconds(3), 6);
}
