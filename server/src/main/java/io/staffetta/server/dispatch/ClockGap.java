package io.staffetta.server.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether this node's clock and the database's agree. Limits, hours and waits count in the nodes' clocks; a node whose
 * clock is more than two seconds off claims nothing until they agree again. One thread looks; any may ask.
 */
@Component
public class ClockGap {

    /** Stands for this in health answers. */
    public static final String CODE = "clock_skew";

    private static final Logger log = LoggerFactory.getLogger(ClockGap.class);
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile boolean open;

    /** Compares this clock with this database's. */
    public ClockGap(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether the clocks were too far apart when they were last compared. */
    public boolean open() {
        return open;
    }

    /**
     * Compares them. However long the database takes to answer, its clock was read in between.
     *
     * @return whether the answer is another one than before
     */
    boolean look() {
        Instant before = clock.instant();
        Instant there = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Instant after = clock.instant();
        Duration ahead = Duration.between(there, before);
        Duration behind = Duration.between(after, there);
        boolean apart = ahead.compareTo(TOLERATED) > 0 || behind.compareTo(TOLERATED) > 0;
        boolean changed = apart != open;
        open = apart;
        if (changed && apart) {
            log.warn(
                    "this node's clock is {} ms {} the database's: it claims nothing until they agree",
                    (ahead.isNegative() ? behind : ahead).toMillis(),
                    ahead.isNegative() ? "behind" : "ahead of");
        } else if (changed) {
            log.info("this node's clock agrees with the database's again: it goes on");
        }
        return changed;
    }
}
