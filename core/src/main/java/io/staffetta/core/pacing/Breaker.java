package io.staffetta.core.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Gives a session a rest that fails again and again: five failures within 60 seconds open it for 30 seconds. After that
 * it is half open: the next result decides, a success closes it, a failure opens it again.
 *
 * <p>Not thread-safe: confined to the thread that decides for the session. A clock that is set back makes it rest no
 * longer than 30 seconds.
 */
public final class Breaker {

    private static final int FAILURES = 5;
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration REST = Duration.ofSeconds(30);

    private final Deque<Instant> failures = new ArrayDeque<>(FAILURES);
    private Optional<Instant> opened = Optional.empty();

    /** Until when the session rests; empty if it may try. */
    public Optional<Instant> restsUntil(Instant now) {
        opened = opened.map(at -> at.isAfter(now) ? now : at);
        return opened.map(at -> at.plus(REST)).filter(until -> until.isAfter(now));
    }

    /**
     * An attempt failed: the session could not be reached or could not tell what happened. A refusal of one message is
     * no failure of the session.
     *
     * @return whether this opened the breaker, so that it can be said
     */
    public boolean failed(Instant now) {
        if (opened.isPresent()) {
            return restsUntil(now).isEmpty() && open(now);
        }
        failures.removeIf(at -> at.isAfter(now) || !at.plus(WITHIN).isAfter(now));
        failures.add(now);
        return failures.size() >= FAILURES && open(now);
    }

    /** An attempt succeeded. */
    public void succeeded() {
        failures.clear();
        opened = Optional.empty();
    }

    private boolean open(Instant now) {
        failures.clear();
        opened = Optional.of(now);
        return true;
    }
}
