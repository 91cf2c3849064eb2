package io.staffetta.simulator.world;

import io.staffetta.core.pacing.BusinessTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What all lines of a world share.
 *
 * @param clock real time
 * @param seed what the fates of messages are drawn from
 * @param secrets what tokens and codes are drawn from
 */
record Realm(
        BusinessTime time,
        Clock clock,
        Schedule schedule,
        Ledger ledger,
        Links links,
        PairingRules pairing,
        long seed,
        Secrets secrets) {

    /** The simulator's time. */
    Instant now() {
        return time.now(true);
    }

    /** Real time. */
    Instant realNow() {
        return clock.instant();
    }

    /** How long that much of the simulator's time really takes. */
    Duration real(Duration simulated) {
        return time.real(true, simulated);
    }

    /** When that moment of the simulator's time will really be, if nobody sets the clock. */
    Instant real(Instant simulated) {
        Duration ahead = Duration.between(now(), simulated);
        return realNow().plus(real(ahead));
    }

    /** How long a QR code lives in the simulator's time. */
    Duration codeLife() {
        Duration sample = Duration.ofSeconds(1_000);
        Duration takes = real(sample);
        if (takes.isZero()) {
            return pairing.codeLife();
        }
        double factor = sample.toNanos() / (double) takes.toNanos();
        Duration floor = Duration.ofNanos((long) (pairing.atLeast().toNanos() * factor));
        return floor.compareTo(pairing.codeLife()) > 0 ? floor : pairing.codeLife();
    }
}
