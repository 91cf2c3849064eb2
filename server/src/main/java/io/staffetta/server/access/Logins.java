package io.staffetta.server.access;

import io.staffetta.core.Problem;
import io.staffetta.server.access.AccessTokens.Login;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Log-in with a password, its renewal and its end. */
@Component
public class Logins {

    private static final long NOBODY = 0;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final AccessTokens tokens;
    private final RefreshTokens refreshTokens;
    private final Audit audit;

    Logins(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Passwords passwords,
            LoginThrottle throttle,
            AccessTokens tokens,
            RefreshTokens refreshTokens,
            Audit audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.passwords = passwords;
        this.throttle = throttle;
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.audit = audit;
    }

    /**
     * What somebody who is logged in holds.
     *
     * @param accessToken for the header {@code Authorization: Bearer}, until {@code expiresAt}
     * @param refreshToken good for one renewal, until {@code refreshExpiresAt}
     */
    public record Granted(String accessToken, Instant expiresAt, String refreshToken, Instant refreshExpiresAt) {

        /** Without the tokens. */
        @Override
        public String toString() {
            return "Granted[until " + expiresAt + "]";
        }
    }

    /**
     * Logs in.
     *
     * @param peer where the request comes from
     * @throws Problem {@code invalid_credentials} whether or not the account exists, {@code too_many_attempts}
     */
    public Granted logIn(String email, String password, InetAddress peer) {
        String address = Emails.read(email);
        LoginThrottle.Attempt attempt = LoginThrottle.Attempt.of(address, peer);
        throttle.begin(attempt);
        Account account = account(address).orElseGet(() -> new Account(NOBODY, address, passwords.nobodys()));
        if (!passwords.matches(password, account.passwordHash())) {
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED, "invalid_credentials", "E-mail address or password is wrong");
        }
        throttle.succeeded(attempt);
        return transactions.execute(_ -> {
            Login login = new Login(account.id(), UUID.randomUUID());
            audit.record(caller(account), "user.log_in", "user:" + account.id(), Map.of());
            return grant(login, refreshTokens.first(login));
        });
    }

    /**
     * Renews a log-in.
     *
     * @throws Problem {@code refresh_refused} if the token is unknown, expired, revoked or used before
     */
    public Granted renew(String refreshToken) {
        RefreshTokens.Next next = refreshTokens.exchange(refreshToken);
        return grant(next.login(), next.token());
    }

    /** Ends the log-in that this header's token belongs to; nothing happens for API keys. */
    public void logOut(String authorization) {
        Optional<Login> login =
                tokens.login(authorization.replaceFirst("(?i)^bearer ", "").strip());
        login.ifPresent(each -> refreshTokens.revoke(each.family()));
        tokens.forget();
    }

    /**
     * Changes the caller's password and ends all their log-ins.
     *
     * @throws Problem {@code old_password_wrong}, {@code too_many_attempts}, or what is wrong with the new one
     */
    public void changePassword(Caller caller, String oldPassword, String newPassword, InetAddress peer) {
        Account account = account(caller.ownerId());
        LoginThrottle.Attempt attempt = LoginThrottle.Attempt.of(account.email(), peer);
        throttle.begin(attempt);
        if (!passwords.matches(oldPassword, account.passwordHash())) {
            throw new Problem(Problem.Kind.INVALID, "old_password_wrong", "The old password is wrong");
        }
        throttle.succeeded(attempt);
        String hash = passwords.hashNew(account.email(), newPassword);
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("update app_user set password_hash = ? where id = ?")
                    .param(hash)
                    .param(account.id())
                    .update();
            refreshTokens.revokeAll(account.id());
            audit.record(caller, "user.change_password", "user:" + account.id(), Map.of());
        });
        tokens.forget();
    }

    private Granted grant(Login login, RefreshTokens.Token refresh) {
        AccessTokens.Issued access = tokens.issue(login);
        return new Granted(access.token(), access.expiresAt(), refresh.token(), refresh.expiresAt());
    }

    private Optional<Account> account(String email) {
        return jdbc.sql("select id, email, password_hash from app_user where lower(email) = ?")
                .param(email)
                .query(Account.class)
                .optional();
    }

    private Account account(long id) {
        return jdbc.sql("select id, email, password_hash from app_user where id = ?")
                .param(id)
                .query(Account.class)
                .single();
    }

    private static Caller caller(Account account) {
        return new Caller(account.id(), "user:" + account.email(), Set.of(Scope.values()));
    }

    record Account(long id, String email, String passwordHash) {}
}
