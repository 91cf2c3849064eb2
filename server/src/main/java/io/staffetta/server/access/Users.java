package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The users. Each owns what is theirs and sees nothing of the others; the one made at set-up adds and removes them. */
@Component
public class Users {

    private static final Duration REMEMBERS = Duration.ofSeconds(10);
    private static final String COLUMNS = "id, email, administrator, locale, time_zone, default_country, created_at";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final KeyRing ring;
    private final Audit audit;
    private final Clock clock;
    private final ShortMemory<Long, UserProfile> profiles;

    Users(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Passwords passwords,
            AccessTokens tokens,
            KeyRing ring,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.passwords = passwords;
        this.tokens = tokens;
        this.ring = ring;
        this.audit = audit;
        this.clock = clock;
        this.profiles = new ShortMemory<>(REMEMBERS, clock);
    }

    /** A user's profile; up to ten seconds old where another node changed it. */
    public Optional<UserProfile> find(long ownerId) {
        return profiles.get(ownerId, this::read);
    }

    /** The user who logs in with this e-mail address, however it is written. */
    public Optional<UserProfile> find(String email) {
        return jdbc.sql("select " + COLUMNS + " from app_user where lower(email) = ?")
                .param(Emails.read(email))
                .query((row, _) -> profile(row))
                .optional();
    }

    /** The user made at set-up; empty before it. */
    public Optional<UserProfile> administrator() {
        return jdbc.sql("select " + COLUMNS + " from app_user where administrator")
                .query((row, _) -> profile(row))
                .optional();
    }

    /** All users, oldest first; for the administrator only. */
    public List<UserProfile> list(Caller caller, OptionalLong after, int rows) {
        mustAdminister(caller);
        return jdbc.sql("select " + COLUMNS + " from app_user where id > :after order by id limit :rows")
                .param("after", after.orElse(0))
                .param("rows", rows)
                .query((row, _) -> profile(row))
                .list();
    }

    /** Adds a user with things of their own; for the administrator only. */
    public UserProfile create(Caller caller, String email, String password) {
        mustAdminister(caller);
        String address = Emails.read(email);
        String hash = passwords.hashNew(address, password);
        try {
            return transactions.execute(_ -> {
                UserProfile user = insert(address, hash, false);
                audit.record(caller, "user.create", "user:" + user.id(), Map.of("email", address));
                return user;
            });
        } catch (DuplicateKeyException taken) {
            throw new Problem(Problem.Kind.CONFLICT, "email_taken", "There is a user with that e-mail address already");
        }
    }

    /**
     * Removes a user who owns neither sessions nor campaigns; for the administrator only. They are gone at once; what is
     * left of theirs is erased soon after.
     *
     * @throws Problem {@code administrator_stays}, {@code user_not_found}, {@code user_owns_things}
     */
    public void remove(Caller caller, long id) {
        mustAdminister(caller);
        if (id == caller.ownerId()) {
            throw new Problem(Problem.Kind.CONFLICT, "administrator_stays", "The administrator cannot be removed");
        }
        try {
            transactions.executeWithoutResult(_ -> remove(id, caller));
        } catch (DataIntegrityViolationException owns) {
            throw ownsThings();
        }
        forget();
    }

    /** Who makes a campaign holds its owner's row as well, so none is made meanwhile; sessions refer to it. */
    private void remove(long id, Caller caller) {
        jdbc.sql("select 1 from app_user where id = ? for update")
                .param(id)
                .query(Integer.class)
                .optional();
        boolean campaigns = jdbc.sql("select exists (select 1 from campaign where owner_id = ? and deleted_at is null)")
                .param(id)
                .query(Boolean.class)
                .single();
        if (campaigns) {
            throw ownsThings();
        }
        int removed = jdbc.sql("delete from app_user where id = ? and not administrator")
                .param(id)
                .update();
        if (removed == 0) {
            throw new Problem(Problem.Kind.NOT_FOUND, "user_not_found", "There is no such user");
        }
        jdbc.sql("insert into removed_user (owner_id, removed_by, actor, removed_at) values (?, ?, ?, ?)")
                .params(id, caller.ownerId(), caller.actor(), clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record(caller, "user.remove", "user:" + id, Map.of());
    }

    private static Problem ownsThings() {
        return new Problem(Problem.Kind.CONFLICT, "user_owns_things", "The user still has sessions or campaigns");
    }

    /** Changes what a user may change about themselves, but for the password. */
    public UserProfile change(Caller caller, ProfileChange change) {
        if (change.facts().isEmpty()) {
            return read(caller.ownerId()).orElseThrow();
        }
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("""
                    update app_user
                    set locale = coalesce(:locale, locale),
                        time_zone = coalesce(:zone, time_zone),
                        default_country = coalesce(:country, default_country)
                    where id = :owner
                    """)
                    .param("locale", change.locale())
                    .param("zone", change.timeZone())
                    .param("country", change.defaultCountry())
                    .param("owner", caller.ownerId())
                    .update();
            audit.record(caller, "user.change", "user:" + caller.ownerId(), change.facts());
        });
        profiles.forget();
        return read(caller.ownerId()).orElseThrow();
    }

    /** Adds a user in the current transaction, without asking who wants it. */
    UserProfile insert(String email, String passwordHash, boolean administrator) {
        return jdbc.sql("insert into app_user (email, password_hash, administrator, created_at)"
                        + " values (:email, :hash, :administrator, :now) returning " + COLUMNS)
                .param("email", email)
                .param("hash", passwordHash)
                .param("administrator", administrator)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, _) -> profile(row))
                .single();
    }

    /** Forgets what is remembered of everybody. */
    private void forget() {
        profiles.forget();
        tokens.forget();
        ring.forget();
    }

    /**
     * Refuses everybody but the user made at set-up.
     *
     * @throws Problem {@code administrator_only}
     */
    public void mustAdminister(Caller caller) {
        if (!read(caller.ownerId()).map(UserProfile::administrator).orElse(false)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "administrator_only", "Only the administrator may do that");
        }
    }

    private Optional<UserProfile> read(long id) {
        return jdbc.sql("select " + COLUMNS + " from app_user where id = ?")
                .param(id)
                .query((row, _) -> profile(row))
                .optional();
    }

    private static UserProfile profile(ResultSet row) throws SQLException {
        return new UserProfile(
                row.getLong("id"),
                row.getString("email"),
                row.getBoolean("administrator"),
                row.getString("locale"),
                ZoneId.of(row.getString("time_zone")),
                row.getString("default_country"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
