package io.staffetta.server.campaign;

/** A growing set of positive numbers in one plain array: 16 to 32 bytes each, where a boxed set takes three times that. */
final class LongSet {

    private static final long EMPTY = 0;

    private long[] slots;
    private int size;

    LongSet(int expected) {
        slots = new long[Math.max(16, Integer.highestOneBit(Math.max(1, expected)) << 2)];
    }

    /** Adds a number and returns whether it was not there before. */
    boolean add(long value) {
        int slot = slot(slots, value);
        if (slots[slot] == value) {
            return false;
        }
        slots[slot] = value;
        if (++size > slots.length / 8 * 5) {
            grow();
        }
        return true;
    }

    boolean contains(long value) {
        return slots[slot(slots, value)] == value;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long value : slots) {
            if (value != EMPTY) {
                larger[slot(larger, value)] = value;
            }
        }
        slots = larger;
    }

    /** Where the number is, or else where it belongs. */
    private static int slot(long[] slots, long value) {
        if (value <= EMPTY) {
            throw new IllegalArgumentException("not positive: " + value);
        }
        int mask = slots.length - 1;
        int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (slots[slot] != EMPTY && slots[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
