package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.simulator.world.ClockReading;
import io.staffetta.simulator.world.SimulatorClock;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The simulator's clock in the database, as a moment in both times and the speed since then: while the product is down,
 * simulated time goes on.
 */
final class StoredClock {

    private static final String NAME = "simulator_clock";
    private static final double NANOS = 1e9;

    private final JdbcClient jdbc;
    private final Clock clock;

    StoredClock(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The clock to go on with.
     *
     * @param speed as the operator gave it, such as {@code ×60}; empty leaves it as it was
     */
    SimulatorClock open(String speed) {
        SimulatorClock simulated = new SimulatorClock(clock, 1);
        Optional<ClockReading> known = read();
        known.ifPresent(simulated::set);
        if (!speed.isBlank()) {
            ClockReading reading = reading(simulated.reading().now(), factor(speed));
            simulated.set(reading);
            write(reading);
        }
        return simulated;
    }

    /** What the stored clock shows now, if one was ever stored. */
    Optional<ClockReading> read() {
        return jdbc.sql("select value from setting where name = ?")
                .param(NAME)
                .query(String.class)
                .optional()
                .map(this::parse);
    }

    /** Stores what the clock shows now. */
    void write(ClockReading reading) {
        jdbc.sql("""
                insert into setting (name, value) values (?, ?)
                on conflict (name) do update set value = excluded.value
                """)
                .params(NAME, clock.instant() + " " + reading.now() + " " + reading.factor())
                .update();
    }

    /** A reading, or the problem that it cannot be one. */
    static ClockReading reading(Instant now, double factor) {
        try {
            return new ClockReading(now, factor);
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.INVALID, "invalid_clock", "The factor must be above 0 and at most 1,000,000.");
        }
    }

    private ClockReading parse(String value) {
        String[] parts = value.split(" ", 3);
        try {
            Instant real = Instant.parse(parts[0]);
            double factor = Double.parseDouble(parts[2]);
            Duration passed = Duration.between(real, clock.instant());
            double seconds = (passed.getSeconds() + passed.getNano() / NANOS) * factor;
            long whole = (long) Math.floor(seconds);
            return new ClockReading(
                    Instant.parse(parts[1]).plusSeconds(whole).plusNanos((long) ((seconds - whole) * NANOS)), factor);
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("the setting " + NAME + " is not a clock: " + value, e);
        }
    }

    private static double factor(String speed) {
        String number = speed.strip().replaceFirst("^[×xX]", "");
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new Problem(
                    Kind.INVALID, "invalid_clock", "simulator.time is a factor such as ×60, not \"" + speed + "\".");
        }
    }
}
