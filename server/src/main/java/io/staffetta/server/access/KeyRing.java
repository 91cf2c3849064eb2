package io.staffetta.server.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Recognises API keys. Asks the database once in ten seconds a key, and notes its use once a minute. */
@Component
class KeyRing {

    private static final Duration REMEMBERS = Duration.ofSeconds(10);
    private static final Duration NOTES_USE_EVERY = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ShortMemory<String, Known> known;
    private final Map<Long, Instant> noted = new ConcurrentHashMap<>();

    KeyRing(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.known = new ShortMemory<>(REMEMBERS, clock);
    }

    /** Whose key it is; empty for one that is unknown, revoked or expired. */
    Optional<Caller> caller(String key) {
        Instant now = clock.instant();
        Optional<Known> found = known.get(HexFormat.of().formatHex(Secrets.hash(key)), this::find)
                .filter(each -> each.expiresAt() == null || each.expiresAt().isAfter(now));
        found.ifPresent(each -> noteUse(each.id(), now));
        return found.map(Known::caller);
    }

    /** Forgets what it knows: somebody revoked something. */
    void forget() {
        known.forget();
    }

    private Optional<Known> find(String hash) {
        return jdbc.sql("""
                select id, owner_id, prefix, scopes, expires_at
                from api_key
                where key_hash = ? and revoked_at is null
                """)
                .param(HexFormat.of().parseHex(hash))
                .query((row, _) -> known(row))
                .optional();
    }

    private void noteUse(long id, Instant now) {
        Instant due = now.minus(NOTES_USE_EVERY);
        Instant last = noted.get(id);
        boolean mine =
                last == null ? noted.putIfAbsent(id, now) == null : !last.isAfter(due) && noted.replace(id, last, now);
        if (mine) {
            jdbc.sql("""
                    update api_key set last_used_at = :now
                    where id = :id and (last_used_at is null or last_used_at <= :due)
                    """)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("id", id)
                    .param("due", due.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private static Known known(ResultSet row) throws SQLException {
        Caller caller = new Caller(row.getLong("owner_id"), "key:" + row.getString("prefix"), ApiKeys.scopes(row));
        return new Known(row.getLong("id"), caller, ApiKeys.instant(row, "expires_at"));
    }

    private record Known(long id, Caller caller, @Nullable Instant expiresAt) {}
}
