package io.staffetta.server.webhook;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The endpoints' rows. */
@Component
class EndpointRows {

    private static final String COLUMNS = "id, owner_id, url, description, events, session_id, campaign_id, enabled,"
            + " disabled_reason, disabled_at, failing_since, secrets_version, created_at, updated_at";

    private final JdbcClient jdbc;

    EndpointRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Endpoint> find(long ownerId, long id) {
        return jdbc.sql("select " + COLUMNS
                        + " from webhook_endpoint where owner_id = ? and id = ? and deleted_at is null")
                .params(ownerId, id)
                .query((row, n) -> read(row))
                .optional();
    }

    List<Endpoint> list(long ownerId, long after, int rows) {
        return jdbc.sql("select " + COLUMNS + " from webhook_endpoint"
                        + " where owner_id = ? and id > ? and deleted_at is null order by id limit ?")
                .params(ownerId, after, rows)
                .query((row, n) -> read(row))
                .list();
    }

    /** Those of all users that events are sent to. */
    List<Endpoint> enabled() {
        return jdbc.sql("select " + COLUMNS + " from webhook_endpoint where enabled and deleted_at is null")
                .query((row, n) -> read(row))
                .list();
    }

    /** How many a user has; the user's row is held, so that nobody adds one meanwhile. */
    int countHolding(long ownerId) {
        jdbc.sql("select 1 from app_user where id = ? for no key update")
                .param(ownerId)
                .query(Integer.class)
                .optional();
        return jdbc.sql("select count(*) from webhook_endpoint where owner_id = ? and deleted_at is null")
                .param(ownerId)
                .query(Integer.class)
                .single();
    }

    boolean knowsSession(long ownerId, String sessionId) {
        return jdbc.sql("select exists (select 1 from wa_session where owner_id = ? and session_id = ?)")
                .params(ownerId, sessionId)
                .query(Boolean.class)
                .single();
    }

    boolean knowsCampaign(long ownerId, String publicId) {
        return jdbc.sql("select exists (select 1 from campaign"
                        + " where owner_id = ? and public_id = ? and deleted_at is null)")
                .params(ownerId, publicId)
                .query(Boolean.class)
                .single();
    }

    long insert(long ownerId, EndpointChange wanted, Instant now) {
        return jdbc.sql("""
                insert into webhook_endpoint (owner_id, url, description, events, session_id, campaign_id, enabled,
                    disabled_reason, disabled_at, created_at, updated_at)
                values (:owner, :url, coalesce(:description, ''), :events, nullif(:session, ''), nullif(:campaign, ''),
                    :enabled, case when :enabled then null else 'by_user' end,
                    case when :enabled then null else :now::timestamptz end, :now, :now)
                returning id
                """)
                .param("owner", ownerId)
                .param("url", wanted.url())
                .param("description", wanted.description())
                .param("events", array(wanted.events()))
                .param("session", wanted.sessionId())
                .param("campaign", wanted.campaignId())
                .param("enabled", !Boolean.FALSE.equals(wanted.enabled()))
                .param("now", utc(now))
                .query(Long.class)
                .single();
    }

    void change(Endpoint endpoint, EndpointChange wanted, Instant now) {
        jdbc.sql("""
                update webhook_endpoint set url = coalesce(:url, url), description = coalesce(:description, description),
                    events = coalesce(:events, events),
                    session_id = case when :session::text is null then session_id else nullif(:session, '') end,
                    campaign_id = case when :campaign::text is null then campaign_id else nullif(:campaign, '') end,
                    failing_since = case when :url::text is null then failing_since end, updated_at = :now
                where owner_id = :owner and id = :id
                """)
                .param("url", wanted.url())
                .param("description", wanted.description())
                .param("events", wanted.events() == null ? null : array(wanted.events()))
                .param("session", wanted.sessionId())
                .param("campaign", wanted.campaignId())
                .param("now", utc(now))
                .param("owner", endpoint.ownerId())
                .param("id", endpoint.id())
                .update();
    }

    /** It is told of what happens from now on, and of what still waits. */
    void enable(Endpoint endpoint, Instant now) {
        jdbc.sql("""
                update webhook_endpoint set enabled = true, disabled_reason = null, disabled_at = null,
                    failing_since = null, updated_at = ?
                where owner_id = ? and id = ? and not enabled
                """).params(utc(now), endpoint.ownerId(), endpoint.id()).update();
    }

    /** Nothing more is sent to it, as its user wants; what waits is held. */
    void disable(Endpoint endpoint, Instant now) {
        jdbc.sql("""
                update webhook_endpoint set enabled = false, disabled_reason = 'by_user', disabled_at = ?, updated_at = ?
                where owner_id = ? and id = ? and enabled and deleted_at is null
                """)
                .params(utc(now), utc(now), endpoint.ownerId(), endpoint.id())
                .update();
    }

    /**
     * The same for what came of an attempt, unless it was made at another address than the endpoint's, or things went well
     * since, or somebody enabled it again.
     *
     * @param failingBefore since when it has to be failing; null for not at all
     */
    boolean disable(DueDelivery attempted, String reason, @Nullable Instant failingBefore, Instant now) {
        return jdbc.sql("""
                        update webhook_endpoint set enabled = false, disabled_reason = :reason, disabled_at = :now,
                            updated_at = :now
                        where owner_id = :owner and id = :id and enabled and deleted_at is null and url = :url
                            and (:before::timestamptz is null or failing_since < :before)
                        """)
                        .param("reason", reason)
                        .param("now", utc(now))
                        .param("owner", attempted.ownerId())
                        .param("id", attempted.endpointId())
                        .param("url", attempted.url())
                        .param("before", failingBefore == null ? null : utc(failingBefore))
                        .update()
                > 0;
    }

    /** It is gone for everybody; its deliveries are thrown away later, and its row with them. */
    void delete(Endpoint endpoint, Instant now) {
        jdbc.sql("update webhook_endpoint set enabled = false, deleted_at = ? where owner_id = ? and id = ?")
                .params(utc(now), endpoint.ownerId(), endpoint.id())
                .update();
        jdbc.sql("delete from webhook_secret where endpoint_id = ?")
                .param(endpoint.id())
                .update();
    }

    private static String[] array(@Nullable List<String> values) {
        return values == null ? new String[0] : values.toArray(String[]::new);
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static Endpoint read(ResultSet row) throws SQLException {
        Array events = row.getArray("events");
        return new Endpoint(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("url"),
                row.getString("description"),
                List.of((String[]) events.getArray()),
                row.getString("session_id"),
                row.getString("campaign_id"),
                row.getBoolean("enabled"),
                row.getString("disabled_reason"),
                instant(row, "disabled_at"),
                instant(row, "failing_since"),
                row.getInt("secrets_version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
