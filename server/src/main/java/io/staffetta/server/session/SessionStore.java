package io.staffetta.server.session;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.session.SessionState;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The sessions' rows. What is observed of a session is written by {@link StateJournal} alone. */
final class SessionStore {

    private static final String SELECT = """
            select s.id, s.owner_id, s.session_id, s.name, s.engine, s.simulated, s.settings, s.desired, s.state,
                s.state_reason, s.state_detail, s.state_since, s.phone, s.display_name, s.quality, s.own_number,
                s.hourly_limit, s.daily_limit, s.typing_simulation, s.restriction_id, s.restricted_until,
                s.restriction_kind, s.created_at, s.ready_at, s.updated_at,
                coalesce(s.default_country, u.default_country) as country,
                coalesce(s.time_zone, u.time_zone) as zone, coalesce(t.messages_sent, 0) as messages_sent,
                x.names as secrets
            from wa_session s
            join app_user u on u.id = s.owner_id
            left join session_stats t on t.session_pk = s.id
            left join session_secret x on x.session_pk = s.id
            """;

    private final JdbcClient jdbc;
    private final SessionRows rows;

    SessionStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = new SessionRows(json);
    }

    /**
     * Adds a session, or answers empty if its user has one of this id.
     *
     * @param can its engine's, which say what it begins with
     * @param home the only node that can connect it; null if any can
     */
    Optional<Long> insert(long ownerId, NewSession session, Capabilities can, @Nullable UUID home, Instant now) {
        Session.Limits limits = Session.Limits.usual(can);
        Optional<Long> pk = jdbc.sql("""
                insert into wa_session (owner_id, session_id, name, engine, simulated, needs_pacing, hourly_limit,
                    daily_limit, typing_simulation, settings, state, state_reason, state_since, made_by, home_node,
                    options, created_at, updated_at)
                values (:owner, :id, :name, :engine, :simulated, :needsPacing, :perHour, :perDay, :typing,
                    :settings::jsonb, :state, 'created', :now, :door, :home, :options::jsonb, :now, :now)
                on conflict (owner_id, session_id) do nothing
                returning id
                """)
                .param("owner", ownerId)
                .param("id", session.id())
                .param("name", session.name() == null ? session.id() : session.name())
                .param("engine", session.engine())
                .param("simulated", can.simulated())
                .param("needsPacing", can.needsPacing())
                .param("perHour", limits.perHour())
                .param("perDay", limits.perDay())
                .param("typing", limits.typingSimulation())
                .param("settings", rows.write(session.settings()))
                .param("state", SessionState.INITIALIZING.code())
                .param("door", session.madeBy())
                .param("home", home, Types.OTHER)
                .param("options", rows.write(session.options()))
                .param("now", utc(now))
                .query(Long.class)
                .optional();
        pk.ifPresent(key -> jdbc.sql("insert into session_stats (session_pk) values (?)")
                .param(key)
                .update());
        return pk;
    }

    Optional<Session> find(long ownerId, String id) {
        if (id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return jdbc.sql(SELECT + "where s.owner_id = ? and s.session_id = ?")
                .params(ownerId, id)
                .query(rows)
                .optional();
    }

    Optional<Session> find(long ownerId, long pk) {
        return jdbc.sql(SELECT + "where s.owner_id = ? and s.id = ?")
                .params(ownerId, pk)
                .query(rows)
                .optional();
    }

    /** These sessions, in order of age, whoever owns them. */
    List<Session> all(Collection<Long> pks) {
        return jdbc.sql(SELECT + "where s.id = any(?) order by s.id")
                .param(pks.toArray(Long[]::new))
                .query(rows)
                .list();
    }

    /** All sessions of a user that this engine carries. */
    List<Session> ofEngine(long ownerId, String engine) {
        return jdbc.sql(SELECT + "where s.owner_id = ? and s.engine = ? order by s.id")
                .params(ownerId, engine)
                .query(rows)
                .list();
    }

    List<Session> list(long ownerId, SessionFilter filter, long after, int limit) {
        return jdbc.sql(SELECT + """
                where s.owner_id = :owner and s.id > :after
                    and (:state::text is null or s.state = :state)
                    and (:engine::text is null or s.engine = :engine)
                    and (:search::text is null or strpos(lower(s.session_id), :search) > 0
                        or strpos(lower(s.name), :search) > 0 or strpos(s.phone::text, :search) > 0)
                order by s.id
                limit :limit
                """)
                .param("owner", ownerId)
                .param("after", after)
                .param("state", filter.state() == null ? null : filter.state().code())
                .param("engine", filter.engine())
                .param("search", lower(filter.search()))
                .param("limit", limit)
                .query(rows)
                .list();
    }

    /** How many sessions there are, of all users. */
    int total() {
        return jdbc.sql("select count(*) from wa_session").query(Integer.class).single();
    }

    /** The ids of those of these sessions that are the user's, by their keys. */
    Map<Long, String> ids(long ownerId, Collection<Long> pks) {
        Map<Long, String> ids = new HashMap<>();
        jdbc.sql("select id, session_id from wa_session where owner_id = ? and id = any(?)")
                .params(ownerId, pks.toArray(Long[]::new))
                .query(row -> {
                    ids.put(row.getLong(1), row.getString(2));
                });
        return ids;
    }

    /** Where these sessions of the user's come from, by their keys. */
    Map<Long, SessionOrigin> origins(long ownerId, Collection<Long> pks) {
        Map<Long, SessionOrigin> origins = new HashMap<>();
        jdbc.sql("select id, made_by, options from wa_session where owner_id = ? and id = any(?)")
                .params(ownerId, pks.toArray(Long[]::new))
                .query(row -> {
                    origins.put(row.getLong(1), new SessionOrigin(row.getString(2), rows.options(row.getString(3))));
                });
        return origins;
    }

    /** Sessions of any user in this state since before then, that were made by one of these. */
    List<Session> resting(SessionState state, Instant since, Collection<String> madeBy, int most) {
        return jdbc.sql(SELECT
                        + "where s.state = ? and s.state_since <= ? and s.made_by = any(?) order by s.id limit ?")
                .params(state.code(), utc(since), madeBy.toArray(String[]::new), most)
                .query(rows)
                .list();
    }

    /** Changes what its user may change. */
    void change(Session session, SessionChange change, @Nullable Long ownNumber, Instant now) {
        jdbc.sql("""
                update wa_session set
                    name = coalesce(:name, name),
                    hourly_limit = coalesce(:perHour, hourly_limit),
                    daily_limit = coalesce(:perDay, daily_limit),
                    typing_simulation = coalesce(:typing, typing_simulation),
                    own_number = coalesce(:ownNumber, own_number),
                    default_country = coalesce(:country, default_country),
                    time_zone = coalesce(:zone, time_zone),
                    settings = coalesce(:settings::jsonb, settings),
                    updated_at = :now
                where owner_id = :owner and id = :pk
                """)
                .param("name", change.name())
                .param("perHour", change.perHour())
                .param("perDay", change.perDay())
                .param("typing", change.typingSimulation())
                .param("ownNumber", ownNumber)
                .param("country", change.country())
                .param("zone", change.zone() == null ? null : change.zone().getId())
                .param("settings", change.settings() == null ? null : rows.write(change.settings()))
                .param("now", utc(now))
                .param("owner", session.ownerId())
                .param("pk", session.pk())
                .update();
    }

    /** The sessions of this engine that keep settings of these names openly, whoever owns them. */
    List<Long> keepingOpenly(String engine, Collection<String> names) {
        return jdbc.sql("select id from wa_session where engine = ? and jsonb_exists_any(settings, ?) order by id")
                .params(engine, names.toArray(String[]::new))
                .query((row, n) -> row.getLong(1))
                .list();
    }

    /** Keeps exactly these settings openly. */
    void keepOpen(Session session, Map<String, String> settings) {
        jdbc.sql("update wa_session set settings = ?::jsonb where owner_id = ? and id = ?")
                .params(rows.write(settings), session.ownerId(), session.pk())
                .update();
    }

    void want(Session session, boolean on, Instant now) {
        jdbc.sql("update wa_session set desired = ?, updated_at = ? where owner_id = ? and id = ? and desired <> ?")
                .params(on ? "on" : "off", utc(now), session.ownerId(), session.pk(), on ? "on" : "off")
                .update();
    }

    /** Holds a session and its ownership until the transaction ends; false if it is gone. */
    boolean lock(Session session) {
        // The owner's row first, as everybody who writes about a session does.
        jdbc.sql("select epoch from session_owner where session_pk = ? for update")
                .param(session.pk())
                .query(Long.class)
                .optional();
        return jdbc.sql("select id from wa_session where owner_id = ? and id = ? for update")
                .params(session.ownerId(), session.pk())
                .query(Long.class)
                .optional()
                .isPresent();
    }

    void delete(Session session) {
        jdbc.sql("delete from wa_session where owner_id = ? and id = ?")
                .params(session.ownerId(), session.pk())
                .update();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
