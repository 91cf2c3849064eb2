package io.staffetta.simulator.world;

/**
 * The numbers the simulator gives its own phones: +39 10x xxx xxxx. They have the length of Italian numbers, so that
 * programs take them for possible, but no Italian subscriber number begins with 10: no real person can have one.
 */
final class NumberRange {

    /** The first, E.164 digits without a plus. */
    static final long FIRST = 39_100_000_0001L;

    /** The last. */
    static final long LAST = 39_109_999_9999L;

    private NumberRange() {}

    static long after(long number) {
        if (number >= LAST) {
            throw new IllegalStateException("the simulator's numbers are used up");
        }
        return number + 1;
    }
}
