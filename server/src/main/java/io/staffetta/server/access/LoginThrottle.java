package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing, by account and by where it comes from: half a minute, doubling up to 16 minutes. An attempt is counted before the password is looked at, so
 * that many at once get no further than one after the other. Accounts that do not exist are throttled like others.
 */
@Component
class LoginThrottle {

    private static final Duration FORGETS_AFTER = Duration.ofHours(1);
    private static final int FREE_FOR_ACCOUNT = 5;
    private static final int FREE_FOR_ADDRESS = 20;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final JdbcClient jdbc;
    private final Clock clock;

    LoginThrottle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** One attempt to log in; {@link #succeeded} takes it back. */
    record Attempt(String account, String address) {

        static Attempt of(String email, InetAddress peer) {
            return new Attempt("account:" + HexFormat.of().formatHex(Secrets.hash(email)), "address:" + network(peer));
        }

        /** Whoever has one IPv6 address has 2^64 of them. */
        private static String network(InetAddress peer) {
            byte[] bytes = peer.getAddress();
            return bytes.length > Integer.BYTES
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
                    : peer.getHostAddress();
        }
    }

    /** Counts an attempt, or refuses it ({@code too_many_attempts}). Commits on its own. */
    void begin(Attempt attempt) {
        Instant now = clock.instant();
        count(attempt.address(), FREE_FOR_ADDRESS, now);
        count(attempt.account(), FREE_FOR_ACCOUNT, now);
    }

    /** The password was right: the account starts anew, the address gets this attempt back. */
    void succeeded(Attempt attempt) {
        jdbc.sql("delete from login_failure where subject = ?")
                .param(attempt.account())
                .update();
        jdbc.sql("""
                update login_failure set failures = greatest(failures - 1, 0), blocked_until = null where subject = ?
                """).param(attempt.address()).update();
        jdbc.sql("delete from login_failure where last_at < ?")
                .param(utc(clock.instant().minus(FORGETS_AFTER)))
                .update();
    }

    private void count(String subject, int free, Instant now) {
        boolean counted = jdbc.sql("""
                insert into login_failure as f (subject, failures, last_at)
                values (:subject, 1, :now)
                on conflict (subject) do update
                set (failures, last_at, blocked_until) = (
                    select n, :now::timestamptz,
                           case when n >= :free
                                then :now::timestamptz + make_interval(secs => 30 * power(2, least(n - :free, 5))) end
                    from (select case when f.last_at < :forgotten then 1 else f.failures + 1 end as n) as next)
                where f.blocked_until is null or f.blocked_until <= :now
                returning failures
                """)
                .param("subject", subject)
                .param("now", utc(now))
                .param("forgotten", utc(now.minus(FORGETS_AFTER)))
                .param("free", free)
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!counted) {
            throw tooMany(subject, now);
        }
    }

    private Problem tooMany(String subject, Instant now) {
        Instant until = jdbc.sql(
                        "select blocked_until from login_failure where subject = ? and blocked_until is not null")
                .param(subject)
                .query((row, _) -> row.getObject("blocked_until", OffsetDateTime.class))
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(now);
        long seconds = Math.max(1, Duration.between(now, until).toSeconds() + 1);
        return new Problem(
                Problem.Kind.TOO_MANY,
                "too_many_attempts",
                "Too many attempts; try again in " + seconds + " seconds",
                Map.of("retryAfter", seconds));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
