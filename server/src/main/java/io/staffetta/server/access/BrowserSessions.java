package io.staffetta.server.access;

import io.staffetta.core.Problem;
import io.staffetta.server.access.PasswordCheck.Account;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Log-ins of browsers. Each has one secret for its whole life, which travels in a cookie that scripts cannot read; only
 * its hash is stored. Asked for at every request, so that an end holds everywhere at once.
 */
@Component
public class BrowserSessions {

    /** How long a log-in lasts. */
    public static final Duration LIFETIME = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final PasswordCheck check;
    private final Secrets secrets;
    private final Audit audit;
    private final Clock clock;

    BrowserSessions(
            JdbcClient jdbc,
            TransactionOperations transactions,
            PasswordCheck check,
            Secrets secrets,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.check = check;
        this.secrets = secrets;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Logs in.
     *
     * @param peer where the request comes from
     * @return the secret for the cookie
     * @throws Problem {@code invalid_credentials} whether or not the account exists, {@code too_many_attempts}
     */
    public String open(String email, String password, InetAddress peer) {
        Account account = check.account(email, password, peer);
        String secret = secrets.next();
        Instant now = clock.instant();
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("insert into browser_session (owner_id, secret_hash, opened_at, expires_at) values (?, ?, ?, ?)")
                    .params(account.id(), Secrets.hash(secret), utc(now), utc(now.plus(LIFETIME)))
                    .update();
            audit.record(account.caller(), "user.log_in", "user:" + account.id(), Map.of());
        });
        return secret;
    }

    /** Who logged in with this secret; empty if nobody did or the log-in has ended. */
    public Optional<Caller> caller(String secret) {
        return jdbc.sql("""
                select u.id, u.email
                from browser_session b join app_user u on u.id = b.owner_id
                where b.secret_hash = ? and b.expires_at > ?
                """)
                .params(Secrets.hash(secret), utc(clock.instant()))
                .query((row, _) -> new Caller(row.getLong(1), "user:" + row.getString(2), Set.of(Scope.values())))
                .optional();
    }

    /** Ends the log-in with this secret, if there is one. */
    public void close(String secret) {
        jdbc.sql("delete from browser_session where secret_hash = ?")
                .param(Secrets.hash(secret))
                .update();
    }

    /** Ends all of a user's log-ins, in the current transaction if there is one. */
    void closeAll(long ownerId) {
        jdbc.sql("delete from browser_session where owner_id = ?")
                .param(ownerId)
                .update();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
