package io.staffetta.server.access;

import io.staffetta.core.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** A user's API keys: made, listed and revoked. Only hashes are stored. */
@Component
public class ApiKeys {

    private static final int PREFIX_BYTES = 4;
    private static final int LONGEST_NAME = 80;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Secrets secrets;
    private final KeyRing ring;
    private final Audit audit;
    private final Clock clock;

    ApiKeys(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Secrets secrets,
            KeyRing ring,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.secrets = secrets;
        this.ring = ring;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes a key that can do no more than its maker.
     *
     * @param name 1 to 80 characters, for people
     * @param expiresAt when it stops working, or null for never
     */
    public ApiKey.Fresh create(Caller caller, String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        check(caller, name, scopes, expiresAt);
        return transactions.execute(_ -> {
            ApiKey.Fresh fresh = insert(caller.ownerId(), name.strip(), scopes, expiresAt);
            audit.record(
                    caller,
                    "api_key.create",
                    "api_key:" + fresh.apiKey().prefix(),
                    Map.of("name", name.strip(), "scopes", scopes));
            return fresh;
        });
    }

    /** The keys that are not revoked, oldest first. */
    public List<ApiKey> list(Caller caller, OptionalLong after, int rows) {
        return jdbc.sql("""
                select id, name, prefix, scopes, created_at, last_used_at, expires_at
                from api_key
                where owner_id = :owner and revoked_at is null and id > :after
                order by id
                limit :rows
                """)
                .param("owner", caller.ownerId())
                .param("after", after.orElse(0))
                .param("rows", rows)
                .query((row, _) -> apiKey(row))
                .list();
    }

    /** Revokes a key: refused at once here, and within ten seconds by the other nodes. */
    public void revoke(Caller caller, long id) {
        transactions.executeWithoutResult(_ -> {
            String prefix = jdbc.sql("""
                    update api_key set revoked_at = :now
                    where owner_id = :owner and id = :id and revoked_at is null
                    returning prefix
                    """)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("owner", caller.ownerId())
                    .param("id", id)
                    .query(String.class)
                    .optional()
                    .orElseThrow(
                            () -> new Problem(Problem.Kind.NOT_FOUND, "api_key_not_found", "There is no such API key"));
            audit.record(caller, "api_key.revoke", "api_key:" + prefix, Map.of());
        });
        ring.forget();
    }

    /** Makes a key in the current transaction, without asking who wants it. */
    ApiKey.Fresh insert(long ownerId, String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        String prefix = secrets.hex(PREFIX_BYTES);
        String key = ApiKey.write(prefix, secrets.next());
        ApiKey stored = jdbc.sql("""
                insert into api_key (owner_id, name, prefix, key_hash, scopes, created_at, expires_at)
                values (:owner, :name, :prefix, :hash, :scopes, :now, :expires)
                returning id, name, prefix, scopes, created_at, last_used_at, expires_at
                """)
                .param("owner", ownerId)
                .param("name", name)
                .param("prefix", prefix)
                .param("hash", Secrets.hash(key))
                .param("scopes", scopes.stream().sorted().map(Scope::code).toArray(String[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                .query((row, _) -> apiKey(row))
                .single();
        return new ApiKey.Fresh(key, stored);
    }

    private void check(Caller caller, String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        if (name.isBlank() || name.strip().length() > LONGEST_NAME) {
            throw new Problem(Problem.Kind.INVALID, "invalid_key_name", "A key's name has 1 to 80 characters");
        }
        if (scopes.isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "scopes_missing", "A key needs at least one scope");
        }
        if (!caller.scopes().containsAll(scopes)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "scope_not_yours", "A key cannot do more than its maker");
        }
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw new Problem(Problem.Kind.INVALID, "invalid_expiry", "The expiry must lie in the future");
        }
    }

    private static ApiKey apiKey(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getLong("id"),
                row.getString("name"),
                row.getString("prefix"),
                scopes(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "last_used_at"),
                instant(row, "expires_at"));
    }

    static Set<Scope> scopes(ResultSet row) throws SQLException {
        Set<String> codes = Set.of((String[]) row.getArray("scopes").getArray());
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(Scope.values())
                .filter(scope -> codes.contains(scope.code()))
                .forEach(scopes::add);
        return scopes;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }
}
