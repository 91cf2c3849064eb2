package io.staffetta.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery is tried again: the schedule that Standard Webhooks proposes, each wait up to a tenth longer. */
final class RetrySchedule {

    /** Before the second attempt, the third and so on. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(10));

    /** Whatever somebody asks for, nothing is put off for longer. */
    static final Duration LONGEST_ASKED = Duration.ofHours(24);

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * When to try again after a failure.
     *
     * @param attempts how often it was tried, this failure included
     * @param asked how long the other side asked to be left alone
     * @return empty if it was tried often enough
     */
    Optional<Instant> next(int attempts, Instant now, Optional<Duration> asked) {
        if (attempts > WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(attempts - 1);
        Duration jittered = wait.plusMillis((long) (wait.toMillis() * random.nextDouble(0.1)));
        Duration wanted = asked.filter(time -> time.compareTo(LONGEST_ASKED) <= 0)
                .orElse(asked.isPresent() ? LONGEST_ASKED : Duration.ZERO);
        return Optional.of(now.plus(wanted.compareTo(jittered) > 0 ? wanted : jittered));
    }
}
