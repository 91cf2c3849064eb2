package io.staffetta.core.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time, chance and the order of things, all from one seed. Also keeps the last lines of the story. */
final class Clockwork {

    private static final Instant START = Instant.parse("2026-10-24T06:00:00Z");
    private static final int KEPT_LINES = 60;

    private final Random random;
    private final boolean telling;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::number));
    private final Deque<String> story = new ArrayDeque<>();
    private long now;
    private long jumped;
    private long numbers;

    private record Step(long at, long number, Runnable what) {}

    Clockwork(long seed, boolean telling) {
        this.random = new Random(seed);
        this.telling = telling;
    }

    Random random() {
        return random;
    }

    /** Milliseconds of undisturbed time since the beginning. */
    long now() {
        return now;
    }

    /** The time that limits, hours and waits count in; it can be set. */
    Instant business() {
        return START.plusMillis(now + jumped);
    }

    void jump(Duration by) {
        jumped += by.toMillis();
    }

    void in(long millis, Runnable what) {
        steps.add(new Step(now + Math.max(0, millis), numbers++, what));
    }

    void in(Duration time, Runnable what) {
        in(time.toMillis(), what);
    }

    /** Lets the next thing happen; false if nothing is left. */
    boolean step() {
        Step next = steps.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        next.what.run();
        return true;
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would need a library of its own.
    void tell(String line, Object... values) {
        if (telling) {
            story.add(Duration.ofMillis(now) + " " + business() + " " + line.formatted(values));
            if (story.size() > KEPT_LINES) {
                story.removeFirst();
            }
        }
    }

    String story() {
        return String.join("\n", story);
    }
}
