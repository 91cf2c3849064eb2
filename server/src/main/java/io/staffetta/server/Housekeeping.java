package io.staffetta.server;

import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.SendLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Throws away, once an hour, what nobody can need any more. In small statements, each of its own, so that nobody waits
 * for them; what is left over is for the next hour.
 */
@Component
class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int AT_ONCE = 2_000;
    private static final int ROUNDS = 200;
    /** As long as calls may be repeated. */
    private static final Duration MEMORY_OF_CALLS = Duration.ofDays(7);

    private static final Duration DAY = Duration.ofHours(24);
    /** Longer than any window of the limits. */
    private static final Duration MEMORY_OF_LIMITS = Duration.ofHours(50);

    private final JdbcClient jdbc;
    private final SendLog sendLog;
    private final BusinessTime time;
    private final Clock clock;

    Housekeeping(JdbcClient jdbc, SendLog sendLog, BusinessTime time, Clock clock) {
        this.jdbc = jdbc;
        this.sendLog = sendLog;
        this.time = time;
        this.clock = clock;
    }

    /** A statement that deletes at most so many rows, and says how many. */
    private interface Sweep {
        int once(int most);
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
    void clear() {
        Instant now = clock.instant();
        sweep("idempotency keys", most -> delete("idempotency_key", "created_at < ?", now.minus(DAY), most));
        sweep("early receipts", most -> delete("early_receipt", "received_at < ?", now.minus(DAY), most));
        sweep("inbound calls", most -> delete("inbound_call", "received_at < ?", now.minus(MEMORY_OF_CALLS), most));
        sweep("refresh tokens", most -> delete("refresh_token", "expires_at < ?", now, most));
        sweep("log-ins of browsers", most -> delete("browser_session", "expires_at < ?", now, most));
        sweep("the limiter's memory", most -> sendLog.forget(before(false), false, most));
        sweep("the limiter's simulated memory", most -> sendLog.forget(before(true), true, most));
        Instant earlier = before(true).isBefore(before(false)) ? before(true) : before(false);
        sweep("the limiter's memory of deleted sessions", most -> sendLog.forgetDeleted(earlier, most));
    }

    private Instant before(boolean simulated) {
        return time.now(simulated).minus(MEMORY_OF_LIMITS);
    }

    private static void sweep(String what, Sweep sweep) {
        try {
            for (int round = 0; round < ROUNDS && sweep.once(AT_ONCE) == AT_ONCE; round++) {
                log.debug("{}: {} rows thrown away", what, AT_ONCE);
            }
        } catch (DataAccessException e) {
            log.warn("{} have to wait to be thrown away: {}", what, e.getMessage());
        }
    }

    private int delete(String table, String condition, Instant before, int most) {
        return jdbc.sql("delete from %1$s where ctid = any(array(select ctid from %1$s where %2$s limit ?))"
                        .formatted(table, condition))
                .param(before.atOffset(ZoneOffset.UTC))
                .param(most)
                .update();
    }
}
