package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How many requests the programs and browsers of one user may make, all together and on this node: so many a second on
 * average, ten seconds' worth of them at once. Thread-safe.
 */
@Component
public class RequestRates {

    private static final long BURST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final long nanosEach;
    private final LongSupplier nanos;
    private final long begun;

    /** By user: until when the requests so far would take if they came evenly. */
    private final Map<Long, Long> paidUntil = new ConcurrentHashMap<>();

    /** @param perSecond 0 for any number */
    @Autowired
    RequestRates(@Value("${staffetta.web.requests-per-second:1000}") int perSecond) {
        this(perSecond, System::nanoTime);
    }

    RequestRates(int perSecond, LongSupplier nanos) {
        this.nanosEach = perSecond <= 0 ? 0 : SECOND_NANOS / perSecond;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /**
     * Counts a request of this user.
     *
     * @throws Problem {@code too_many_requests}, with the seconds after which there is room again; then it does not count
     */
    public void count(long ownerId) {
        if (nanosEach == 0) {
            return;
        }
        long now = nanos.getAsLong() - begun;
        long ahead = paidUntil.merge(ownerId, now + nanosEach, (until, _) -> next(until, now)) - now;
        if (ahead > BURST_NANOS) {
            paidUntil.computeIfPresent(ownerId, (_, until) -> until - nanosEach);
            throw tooMany(ahead - BURST_NANOS);
        }
    }

    private long next(long until, long now) {
        return Math.max(until, now) + nanosEach;
    }

    private static Problem tooMany(long nanos) {
        long seconds = Math.max(1, Duration.ofNanos(nanos).plusMillis(999).toSeconds());
        return new Problem(
                Problem.Kind.TOO_MANY,
                "too_many_requests",
                "Too many requests; try again in " + seconds + " seconds",
                Map.of("retryAfter", seconds));
    }
}
