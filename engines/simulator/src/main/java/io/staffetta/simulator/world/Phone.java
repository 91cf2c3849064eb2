package io.staffetta.simulator.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A phone with an account.
 *
 * @param banned why the account was closed, if it was
 * @param restrictedUntil in the simulator's time; null without a restriction
 */
record Phone(
        long number,
        @Nullable String banned,
        @Nullable Instant restrictedUntil,
        @Nullable String restriction) {

    static Phone of(long number) {
        return new Phone(number, null, null, null);
    }

    Phone closed(String reason) {
        return new Phone(number, reason, restrictedUntil, restriction);
    }

    Phone restricted(@Nullable Instant until, @Nullable String kind) {
        return new Phone(number, banned, until, kind);
    }

    boolean restrictedAt(Instant now) {
        return restrictedUntil != null && restrictedUntil.isAfter(now);
    }

    String displayName() {
        return "Simulated " + number % 10_000;
    }
}
