package io.staffetta.core.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to try again after an attempt of which nothing left: a random wait (full jitter) below a ceiling that doubles.
 *
 * @param first the ceiling after the first attempt
 * @param longest the ceiling never grows beyond this
 * @param attempts how many attempts a message gets
 * @param horizon no attempt is made later than this after the first one
 */
public record Backoff(Duration first, Duration longest, int attempts, Duration horizon) {

    /** For messages: 5 s doubling to at most 10 min, 6 attempts or 24 h. */
    public static final Backoff OF_MESSAGES =
            new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10), 6, Duration.ofHours(24));

    /**
     * When to try again.
     *
     * @param made the attempts made so far, at least 1
     * @param since when the first of them was made
     * @param retryAfter what the other side asked for, if anything; never tried earlier than that
     * @return empty if the attempts are spent
     */
    public Optional<Instant> next(
            int made, Instant since, Instant now, @Nullable Duration retryAfter, RandomGenerator random) {
        Duration asked = retryAfter == null ? Duration.ZERO : retryAfter;
        if (made >= attempts || asked.compareTo(horizon) > 0) {
            return Optional.empty();
        }
        Duration wait = Duration.ofMillis(random.nextLong(ceiling(made).toMillis() + 1));
        Instant at = now.plus(wait.compareTo(asked) < 0 ? asked : wait);
        return at.isAfter(since.plus(horizon)) ? Optional.empty() : Optional.of(at);
    }

    /** The longest random wait after this many attempts. */
    Duration ceiling(int made) {
        int doublings = Math.min(made - 1, 30);
        Duration grown = first.multipliedBy(1L << Math.max(0, doublings));
        return grown.compareTo(longest) < 0 ? grown : longest;
    }
}
