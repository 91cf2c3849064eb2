package io.staffetta.core.pacing;

import java.util.Arrays;

/** What happened on a day of a run, told relative to its start, so that days can be compared. Times are microseconds. */
final class DayRecord {

    private final long start;
    private final long end;
    private boolean comparable = true;
    private long count;
    private long[] story = new long[16];
    private int length;

    DayRecord(long start, long end) {
        this.start = start;
        this.end = end;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** How many messages went. */
    long count() {
        return count;
    }

    /** Counts messages that the story does not tell of. */
    void before(long messages) {
        count += messages;
    }

    /** Says that something from outside touched this day: it is like no other. */
    void touch() {
        comparable = false;
    }

    void sent(long time) {
        count++;
        tell(time - start);
    }

    void skipped(long rounds, long block, long period) {
        count += rounds * block;
        tell(-rounds);
        tell(period);
    }

    /** Whether this day followed that one at once and passed in the same way, with at least one message. */
    boolean repeats(DayRecord former) {
        return comparable
                && former.comparable
                && former.end == start
                && count > 0
                && Arrays.equals(story, 0, length, former.story, 0, former.length);
    }

    private void tell(long item) {
        if (length == story.length) {
            story = Arrays.copyOf(story, 2 * length);
        }
        story[length++] = item;
    }
}
