package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Users;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.simulator.world.ClockReading;
import io.staffetta.simulator.world.SimulatorClock;
import io.staffetta.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The time that simulated sessions live in: limits, waits and hours count in it. It goes on while the product is down, and
 * all nodes of an installation share it. Thread-safe.
 */
public class SimulatedTime {

    private static final Duration NOTICEABLE = Duration.ofSeconds(1);

    private final StoredClock stored;
    private final SimulatorClock clock;
    private final World world;
    private final Dispatcher dispatcher;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Users users;

    SimulatedTime(
            StoredClock stored,
            SimulatorClock clock,
            World world,
            Dispatcher dispatcher,
            TransactionTemplate transaction,
            Audit audit,
            Users users) {
        this.stored = stored;
        this.clock = clock;
        this.world = world;
        this.dispatcher = dispatcher;
        this.transaction = transaction;
        this.audit = audit;
        this.users = users;
    }

    /** What the clock shows now. */
    public ClockReading reading() {
        return clock.reading();
    }

    /**
     * Sets the clock, for all users' simulated sessions; null leaves a part as it is.
     *
     * @param now the time to show, earlier or later
     * @param advance how much to add to it
     * @param factor how much faster than real time to run
     * @throws Problem {@code administrator_only}, {@code invalid_clock}
     */
    public ClockReading set(Caller caller, @Nullable Instant now, @Nullable Duration advance, @Nullable Double factor) {
        users.mustAdminister(caller);
        if (now != null && advance != null) {
            throw new Problem(Kind.INVALID, "invalid_clock", "Give either now or advance.");
        }
        ClockReading before = clock.reading();
        Instant shown = now == null ? before.now() : now;
        ClockReading after = StoredClock.reading(
                advance == null ? shown : shown.plus(advance), factor == null ? before.factor() : factor);
        transaction.executeWithoutResult(status -> {
            stored.write(after);
            audit.record(
                    caller,
                    "simulator.clock",
                    "simulator",
                    Map.of("now", after.now().toString(), "factor", after.factor()));
        });
        follow(after);
        return after;
    }

    /** Follows what another node set. */
    @Scheduled(fixedDelay = 5_000)
    void followOthers() {
        Optional<ClockReading> theirs = stored.read();
        theirs.filter(this::differs).ifPresent(this::follow);
    }

    private boolean differs(ClockReading other) {
        ClockReading mine = clock.reading();
        double tolerated = NOTICEABLE.toNanos() * Math.max(1, mine.factor());
        return other.factor() != mine.factor()
                || Duration.between(mine.now(), other.now()).abs().toNanos() > tolerated;
    }

    private void follow(ClockReading reading) {
        clock.set(reading);
        world.follow(reading);
        dispatcher.clockChanged();
    }
}
