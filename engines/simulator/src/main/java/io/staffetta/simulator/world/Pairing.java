package io.staffetta.simulator.world;

import io.staffetta.core.Problem;
import org.jspecify.annotations.Nullable;

/** One attempt to link a session to a phone. Guarded by its line. */
final class Pairing {

    private int codesShown;
    private @Nullable Long codeFor;

    /** Counts a code; returns whether one more may be shown. */
    boolean nextCode(int most) {
        return codesShown++ < most;
    }

    /** A pairing code was asked for this number; only its phone can accept from now on. */
    void onlyFor(long number) {
        codeFor = number;
    }

    /** The number of the phone that accepts. */
    long number(@Nullable Long scanning, long automatic) {
        if (codeFor == null) {
            return scanning == null ? automatic : scanning;
        }
        if (scanning != null && !scanning.equals(codeFor)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "pairing_code_for_other_number",
                    "The pairing code on show was made for another number");
        }
        return codeFor;
    }
}
