package io.staffetta.core.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When a queue will have been sent, by going through it in thought: under the number's limits, the hours, and a steady
 * gap between any two sends. Days and hours that repeat are skipped over, so a million messages take milliseconds.
 */
public final class FinishEstimate {

    /** What would take longer counts as never. */
    public static final Duration HORIZON = Duration.ofDays(36_525);

    private FinishEstimate() {}

    /**
     * Messages that may go from the same moment on.
     *
     * @param messages how many, not negative
     */
    public record Batch(Instant due, long messages) {}

    /**
     * Messages that follow others, each a while after the one before it. They queue up behind everything that is due
     * earlier.
     *
     * @param messages how many, not negative
     */
    public record FollowUp(Duration after, long messages) {}

    /**
     * What waits for one number.
     *
     * @param batches in any order; those due earlier go first
     * @param gap from one send to the next in the long run: delay and human rhythm
     * @param followUps in their order, the first ones after the batches
     */
    public record Queue(Instant now, List<Batch> batches, Duration gap, List<FollowUp> followUps) {

        /** Copies what could change. */
        public Queue {
            batches = batches.stream().sorted(Comparator.comparing(Batch::due)).toList();
            followUps = List.copyOf(followUps);
        }

        private long messages() {
            return batches.stream().mapToLong(Batch::messages).sum()
                    + followUps.stream().mapToLong(FollowUp::messages).sum();
        }
    }

    /**
     * When the last message goes; now, if none waits; empty if that is never or beyond the {@link #HORIZON}.
     *
     * @param window what the number sent so far; entries in the future are taken as sent now
     */
    public static Optional<Instant> of(
            Queue queue, SendWindow window, int perHour, int perDay, ZoneId zone, BusinessHours hours) {
        long waiting = queue.messages();
        if (waiting == 0) {
            return Optional.of(queue.now);
        }
        if (perHour <= 0 || perDay <= 0) {
            return Optional.empty();
        }
        QueueRun run = new QueueRun(
                queue.now, queue.gap, new QueueRun.Days(zone, perDay), hours, recent(queue, window, perHour, waiting));
        return goThrough(run, queue) ? Optional.of(run.last()) : Optional.empty();
    }

    private static boolean goThrough(QueueRun run, Queue queue) {
        Optional<Instant> first = sendAll(run, queue.batches);
        for (FollowUp next : queue.followUps) {
            if (first.isEmpty()) {
                return false;
            }
            Batch others = new Batch(first.get().plus(next.after), Math.max(0, next.messages - 1));
            Batch last = new Batch(run.last().plus(next.after), Math.min(1, next.messages));
            first = sendAll(run, List.of(others, last));
        }
        return first.isPresent();
    }

    /** When the first of these went; empty if they do not all go. */
    private static Optional<Instant> sendAll(QueueRun run, List<Batch> batches) {
        Optional<Instant> first = Optional.empty();
        for (Batch batch : batches) {
            long left = batch.messages;
            if (left > 0 && first.isEmpty()) {
                if (!run.send(new Batch(batch.due, 1))) {
                    return Optional.empty();
                }
                first = Optional.of(run.last());
                left--;
            }
            if (!run.send(new Batch(batch.due, left))) {
                return Optional.empty();
            }
        }
        return first;
    }

    private static SendTimes recent(Queue queue, SendWindow window, int perHour, long waiting) {
        long now = SendWindow.floor(queue.now);
        long[] entries = window.entries();
        for (int i = 0; i < entries.length; i++) {
            entries[i] = Math.min(entries[i], now);
        }
        return new SendTimes(perHour < waiting + entries.length ? perHour : SendWindow.UNLIMITED, entries);
    }
}
