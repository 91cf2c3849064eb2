package io.staffetta.core.pacing;

import java.util.Arrays;

/** The latest sends of a run, ascending, and whether they have begun to repeat. Times are microseconds. */
final class SendTimes {

    private final boolean limited;
    private final int block;
    private long[] times;
    private int size;

    /** Remembers enough to keep {@code perHour}. */
    SendTimes(int perHour, long[] past) {
        limited = perHour != SendWindow.UNLIMITED;
        block = limited ? perHour : 1;
        times = Arrays.copyOf(past, Math.max(past.length, 16));
        size = past.length;
    }

    /** How many sends make up one round of what may repeat. */
    int block() {
        return block;
    }

    long[] toArray() {
        return Arrays.copyOf(times, size);
    }

    void add(long time) {
        if (size == times.length) {
            makeRoom();
        }
        times[size++] = time;
    }

    /** The first moment from this one on at which the hour has room. */
    long free(long from) {
        return limited && size >= block ? Math.max(from, times[size - block] + QueueRun.HOUR) : from;
    }

    long last() {
        return times[size - 1];
    }

    /** How far apart two rounds are. */
    long period() {
        return last() - times[size - 1 - block];
    }

    /**
     * Whether each send of the last round came one period after its like in the round before. From then on it always
     * will: either the hour decides, or, if it never does, the steady gap.
     */
    boolean repeats() {
        long period = period();
        for (int i = size - block; i < size; i++) {
            if (times[i] - times[i - block] != period) {
                return false;
            }
        }
        return true;
    }

    /** Moves everything ahead, as if whole rounds had passed. */
    void shift(long by) {
        for (int i = 0; i < size; i++) {
            times[i] += by;
        }
    }

    private void makeRoom() {
        int kept = Math.min(size, 2 * block);
        long[] roomier = new long[Math.max(times.length, 4 * kept)];
        System.arraycopy(times, size - kept, roomier, 0, kept);
        times = roomier;
        size = kept;
    }
}
