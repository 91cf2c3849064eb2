package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Makes the first user, once. Until then nobody can do anything. */
@Component
public class SetUp {

    /** Any number, as long as nobody else locks it. */
    private static final long LOCK = 7_382_041_116L;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final SetupToken token;
    private final Users users;
    private final Passwords passwords;
    private final ApiKeys keys;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    SetUp(
            JdbcClient jdbc,
            TransactionOperations transactions,
            SetupToken token,
            Users users,
            Passwords passwords,
            ApiKeys keys,
            Audit audit,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.token = token;
        this.users = users;
        this.passwords = passwords;
        this.keys = keys;
        this.audit = audit;
        this.events = events;
    }

    /**
     * What the set-up made.
     *
     * @param apiKey with all scopes; the only time that it is seen
     */
    public record Done(String apiKey, UserProfile user) {

        /** Without the key. */
        @Override
        public String toString() {
            return "Done[" + user + "]";
        }
    }

    /** Whether the first user exists. */
    public boolean isDone() {
        return jdbc.sql("select exists (select from app_user)")
                .query(Boolean.class)
                .single();
    }

    /**
     * Makes the first user and an API key. Of several at once, one wins.
     *
     * @throws Problem {@code setup_done}, {@code setup_token_invalid}, {@code setup_token_expired}, or what is wrong with
     *     address and password
     */
    public Done carryOut(String setupToken, String email, String password) {
        if (isDone()) {
            throw over();
        }
        token.check(setupToken);
        String address = Emails.read(email);
        String hash = passwords.hashNew(address, password);
        Done done = transactions.execute(_ -> first(address, hash));
        token.discard();
        events.publishEvent(new SetUpDone(done.user().id()));
        return done;
    }

    /** A new token while nobody has set the product up, none afterwards. */
    void prepare() {
        if (isDone()) {
            token.discard();
        } else {
            token.renew();
        }
    }

    private Done first(String email, String passwordHash) {
        jdbc.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((_, _) -> LOCK)
                .single();
        if (isDone()) {
            throw over();
        }
        UserProfile user = users.insert(email, passwordHash, true);
        Set<Scope> all = Set.of(Scope.values());
        ApiKey.Fresh key = keys.insert(user.id(), "set-up", all, null);
        audit.record(new Caller(user.id(), "user:" + email, all), "setup", "user:" + user.id(), Map.of());
        return new Done(key.key(), user);
    }

    private static Problem over() {
        return new Problem(Problem.Kind.GONE, "setup_done", "The set-up is done; log in instead");
    }
}
