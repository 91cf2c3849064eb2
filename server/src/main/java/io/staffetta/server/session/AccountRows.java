package io.staffetta.server.session;

import io.staffetta.core.session.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of accounts. */
final class AccountRows {

    private final JdbcClient jdbc;

    AccountRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An account as it is kept, and when its picture was last looked up. */
    record Kept(long sessionPk, Account account, @Nullable Instant lookedAt) {}

    List<Kept> of(long ownerId, Collection<Long> sessionPks) {
        return jdbc.sql("""
                select s.id, s.session_id, s.phone, s.state, s.quality, a.picture, a.looked_at, a.last_seen, a.provider, a.plan,
                    case when s.name = s.session_id then coalesce(nullif(s.display_name, ''), s.name) else s.name end
                        as account_name
                from wa_session s left join session_account a on a.session_pk = s.id
                where s.owner_id = ? and s.id = any(?)
                """)
                .params(ownerId, sessionPks.toArray(Long[]::new))
                .query((row, n) -> kept(row))
                .list();
    }

    /** The same for lists, without the pictures themselves. */
    List<Glimpsed> glimpse(Collection<Long> sessionPks) {
        return jdbc.sql("""
                select s.id, s.phone, s.state, a.picture is not null as pictured, a.looked_at, a.last_seen, a.provider, a.plan
                from wa_session s left join session_account a on a.session_pk = s.id
                where s.id = any(?)
                """)
                .param(sessionPks.toArray(Long[]::new))
                .query((row, n) -> glimpsed(row))
                .list();
    }

    /** An account at a glance, and when it was last looked up. */
    record Glimpsed(
            long sessionPk,
            boolean up,
            AccountGlance glance,
            @Nullable Instant lookedAt) {}

    private static Glimpsed glimpsed(ResultSet row) throws SQLException {
        long phone = row.getLong("phone");
        Instant lookedAt = at(row, "looked_at");
        return new Glimpsed(
                row.getLong("id"),
                SessionState.of(row.getString("state")).up(),
                new AccountGlance(
                        row.getBoolean("pictured") ? lookedAt : null,
                        at(row, "last_seen"),
                        phone == 0 ? null : operator(phone, row.getString("provider"), row.getString("plan"))),
                lookedAt);
    }

    /** Keeps what a look-up found, and that the account was alive then. */
    void keep(long sessionPk, @Nullable String picture, Instant at) {
        jdbc.sql("""
                insert into session_account as a (session_pk, picture, looked_at, last_seen)
                select id, :picture, :at, :at from wa_session where id = :pk
                on conflict (session_pk) do update set picture = excluded.picture, looked_at = excluded.looked_at,
                    last_seen = excluded.last_seen
                """)
                .param("picture", picture)
                .param("at", SessionStore.utc(at))
                .param("pk", sessionPk)
                .update();
    }

    /** Keeps that a look-up was tried and told nothing new. */
    void tried(long sessionPk, Instant at) {
        jdbc.sql("""
                insert into session_account as a (session_pk, looked_at) select id, :at from wa_session where id = :pk
                on conflict (session_pk) do update set looked_at = excluded.looked_at
                """).param("at", SessionStore.utc(at)).param("pk", sessionPk).update();
    }

    /** Keeps when the account was last alive. */
    void seen(long sessionPk, Instant at) {
        jdbc.sql("""
                insert into session_account as a (session_pk, last_seen) select id, :at from wa_session where id = :pk
                on conflict (session_pk) do update set last_seen = excluded.last_seen
                """).param("at", SessionStore.utc(at)).param("pk", sessionPk).update();
    }

    /** Keeps what its user says of the operator; null for what is to be found out. */
    void say(long sessionPk, @Nullable String provider, @Nullable String plan) {
        jdbc.sql("""
                insert into session_account as a (session_pk, provider, plan) values (:pk, :provider, :plan)
                on conflict (session_pk) do update set provider = excluded.provider, plan = excluded.plan
                """)
                .param("pk", sessionPk)
                .param("provider", provider)
                .param("plan", plan)
                .update();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        long digits = row.getLong("phone");
        Long phone = digits == 0 ? null : digits;
        return new Kept(
                row.getLong("id"),
                new Account(
                        row.getString("session_id"),
                        row.getString("account_name"),
                        phone,
                        SessionState.of(row.getString("state")),
                        SessionRows.quality(row),
                        row.getString("picture"),
                        at(row, "last_seen"),
                        phone == null ? null : operator(phone, row.getString("provider"), row.getString("plan"))),
                at(row, "looked_at"));
    }

    private static Operator operator(long phone, @Nullable String provider, @Nullable String plan) {
        return new Operator(provider == null ? Providers.of(phone) : provider, plan == null ? Operator.UNKNOWN : plan);
    }

    private static @Nullable Instant at(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
