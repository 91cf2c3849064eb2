package io.staffetta.server.access;

import io.staffetta.core.Problem;
import io.staffetta.server.access.AccessTokens.Login;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tokens that renew a log-in. Each is good once; who uses one again, later than two tabs racing would, has stolen it or
 * was stolen from, and the whole log-in ends.
 */
@Component
class RefreshTokens {

    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Duration RACE = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Secrets secrets;
    private final AccessTokens accessTokens;
    private final Clock clock;

    RefreshTokens(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Secrets secrets,
            AccessTokens accessTokens,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.secrets = secrets;
        this.accessTokens = accessTokens;
        this.clock = clock;
    }

    record Token(String token, Instant expiresAt) {

        /** Without the token. */
        @Override
        public String toString() {
            return "Token[until " + expiresAt + "]";
        }
    }

    record Next(Login login, Token token) {}

    /** The first token of a new log-in, in the current transaction. Clears away what of the user's has expired. */
    Token first(Login login) {
        jdbc.sql("delete from refresh_token where owner_id = ? and expires_at < ?")
                .param(login.ownerId())
                .param(utc(clock.instant()))
                .update();
        return issue(login);
    }

    /** The next token for one that was not used yet. */
    Next exchange(String token) {
        Optional<Next> next = transactions.execute(_ -> locked(token).flatMap(this::exchange));
        return next.orElseThrow(() -> {
            accessTokens.forget();
            return new Problem(Problem.Kind.UNAUTHENTICATED, "refresh_refused", "The log-in has ended; log in again");
        });
    }

    void revoke(UUID family) {
        jdbc.sql("update refresh_token set revoked_at = ? where family = ? and revoked_at is null")
                .param(utc(clock.instant()))
                .param(family)
                .update();
    }

    void revokeAll(long ownerId) {
        jdbc.sql("update refresh_token set revoked_at = ? where owner_id = ? and revoked_at is null")
                .param(utc(clock.instant()))
                .param(ownerId)
                .update();
    }

    private Optional<Next> exchange(Stored stored) {
        Instant now = clock.instant();
        if (stored.ended() || !stored.expiresAt().toInstant().isAfter(now)) {
            return Optional.empty();
        }
        if (stored.usedAt() != null && stored.usedAt().toInstant().plus(RACE).isBefore(now)) {
            revoke(stored.family());
            return Optional.empty();
        }
        jdbc.sql("update refresh_token set used_at = coalesce(used_at, ?) where id = ?")
                .param(utc(now))
                .param(stored.id())
                .update();
        Login login = new Login(stored.ownerId(), stored.family());
        return Optional.of(new Next(login, issue(login)));
    }

    private Token issue(Login login) {
        String token = secrets.next();
        Instant now = clock.instant();
        jdbc.sql("""
                insert into refresh_token (owner_id, family, token_hash, issued_at, expires_at)
                values (:owner, :family, :hash, :now, :expires)
                """)
                .param("owner", login.ownerId())
                .param("family", login.family())
                .param("hash", Secrets.hash(token))
                .param("now", utc(now))
                .param("expires", utc(now.plus(LIFETIME)))
                .update();
        return new Token(token, now.plus(LIFETIME));
    }

    private Optional<Stored> locked(String token) {
        return jdbc.sql("""
                select id, owner_id, family, expires_at, used_at,
                       exists (select from refresh_token r where r.family = t.family and r.revoked_at is not null) as ended
                from refresh_token t
                where token_hash = ?
                for update
                """).param(Secrets.hash(token)).query(Stored.class).optional();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    record Stored(
            long id,
            long ownerId,
            UUID family,
            OffsetDateTime expiresAt,
            @Nullable OffsetDateTime usedAt,
            boolean ended) {}
}
