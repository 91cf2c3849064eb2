package io.staffetta.simulator.world;

/** Spreads the bits of a number, so that numbers close together become far apart (the finalizer of SplitMix64). */
final class Mix {

    private Mix() {}

    static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
