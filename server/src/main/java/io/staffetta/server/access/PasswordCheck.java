package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells who knows the password of an account, and slows down who guesses. */
@Component
class PasswordCheck {

    private static final long NOBODY = 0;

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final LoginThrottle throttle;

    PasswordCheck(JdbcClient jdbc, Passwords passwords, LoginThrottle throttle) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    record Account(long id, String email, String passwordHash) {

        Caller caller() {
            return new Caller(id, "user:" + email, Set.of(Scope.values()));
        }

        @Override
        public String toString() {
            return "Account[" + id + "]";
        }
    }

    /**
     * The account whose address and password these are.
     *
     * @throws Problem {@code invalid_credentials} whether or not the account exists, {@code too_many_attempts}
     */
    Account account(String email, String password, InetAddress peer) {
        String address = Emails.read(email);
        LoginThrottle.Attempt attempt = LoginThrottle.Attempt.of(address, peer);
        throttle.begin(attempt);
        Account account = find(address).orElseGet(() -> new Account(NOBODY, address, passwords.nobodys()));
        if (!passwords.matches(password, account.passwordHash())) {
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED, "invalid_credentials", "E-mail address or password is wrong");
        }
        throttle.succeeded(attempt);
        return account;
    }

    /**
     * The caller's own account, if this is its password.
     *
     * @throws Problem {@code old_password_wrong}, {@code too_many_attempts}
     */
    Account own(Caller caller, String password, InetAddress peer) {
        Account account = jdbc.sql("select id, email, password_hash from app_user where id = ?")
                .param(caller.ownerId())
                .query(Account.class)
                .single();
        LoginThrottle.Attempt attempt = LoginThrottle.Attempt.of(account.email(), peer);
        throttle.begin(attempt);
        if (!passwords.matches(password, account.passwordHash())) {
            throw new Problem(Problem.Kind.INVALID, "old_password_wrong", "The old password is wrong");
        }
        throttle.succeeded(attempt);
        return account;
    }

    private Optional<Account> find(String email) {
        return jdbc.sql("select id, email, password_hash from app_user where lower(email) = ?")
                .param(email)
                .query(Account.class)
                .optional();
    }
}
