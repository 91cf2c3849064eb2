package io.staffetta.server.access;

import io.staffetta.core.Problem;
import io.staffetta.server.access.AccessTokens.Login;
import io.staffetta.server.access.PasswordCheck.Account;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Log-in with a password, its renewal and its end. */
@Component
public class Logins {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final PasswordCheck check;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final RefreshTokens refreshTokens;
    private final BrowserSessions browsers;
    private final Audit audit;

    Logins(
            JdbcClient jdbc,
            TransactionOperations transactions,
            PasswordCheck check,
            Passwords passwords,
            AccessTokens tokens,
            RefreshTokens refreshTokens,
            BrowserSessions browsers,
            Audit audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.check = check;
        this.passwords = passwords;
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.browsers = browsers;
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
        Account account = check.account(email, password, peer);
        return transactions.execute(_ -> {
            Login login = new Login(account.id(), UUID.randomUUID());
            audit.record(account.caller(), "user.log_in", "user:" + account.id(), Map.of());
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
        Account account = check.own(caller, oldPassword, peer);
        String hash = passwords.hashNew(account.email(), newPassword);
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("update app_user set password_hash = ? where id = ?")
                    .param(hash)
                    .param(account.id())
                    .update();
            refreshTokens.revokeAll(account.id());
            browsers.closeAll(account.id());
            audit.record(caller, "user.change_password", "user:" + account.id(), Map.of());
        });
        tokens.forget();
    }

    private Granted grant(Login login, RefreshTokens.Token refresh) {
        AccessTokens.Issued access = tokens.issue(login);
        return new Granted(access.token(), access.expiresAt(), refresh.token(), refresh.expiresAt());
    }
}
