package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.pacing.Delay;
import io.staffetta.core.session.SessionState;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The campaigns' rows. Their status is moved by {@link CampaignMoves} alone, their counters by the queue. */
@Component
class CampaignStore {

    private final JdbcClient jdbc;
    private final CampaignRows rows;
    private final Clock clock;

    CampaignStore(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.rows = new CampaignRows(json);
        this.clock = clock;
    }

    /** The names of a new campaign. */
    record Names(String publicId, String reference) {}

    /** A user's defaults. */
    record UserDefaults(String timeZone, String country) {}

    /** Holds this user's numbering of campaigns until the transaction ends. */
    UserDefaults lockNumbering(long ownerId) {
        return jdbc.sql("select time_zone, default_country from app_user where id = ? for no key update")
                .param(ownerId)
                .query((row, n) -> new UserDefaults(row.getString(1), row.getString(2)))
                .single();
    }

    /** The highest number after a prefix of references, or 0. */
    int lastNumber(long ownerId, String prefix) {
        return jdbc.sql("""
                select coalesce(max(substr(reference, length(:prefix) + 1)::int), 0) from campaign
                where owner_id = :owner and starts_with(reference, :prefix)
                """)
                .param("owner", ownerId)
                .param("prefix", prefix)
                .query(Integer.class)
                .single();
    }

    /** Adds a draft and returns its id. */
    long insert(long ownerId, Names names, NewCampaign campaign, Sender sender, String country) {
        Delay usual = UsualPace.of(sender);
        long id = jdbc.sql("""
                insert into campaign (public_id, reference, owner_id, name, status, simulated, default_country,
                    message_delay_min_ms, message_delay_max_ms, contact_delay_min_ms, contact_delay_max_ms,
                    created_at, updated_at)
                values (:publicId, :reference, :owner, :name, 'draft', :simulated, :country,
                    :messageMin, :messageMax, :contactMin, :contactMax, :now, :now)
                returning id
                """)
                .param("publicId", names.publicId())
                .param("reference", names.reference())
                .param("owner", ownerId)
                .param("name", campaign.name())
                .param("simulated", sender.simulated())
                .param("country", country)
                .param("messageMin", usual.min().toMillis())
                .param("messageMax", usual.max().toMillis())
                .param("contactMin", Delay.NONE.min().toMillis())
                .param("contactMax", Delay.NONE.max().toMillis())
                .param("now", now())
                .query(Long.class)
                .single();
        change(ownerId, id, new CampaignChange(null, null, campaign.pace(), null, null));
        return id;
    }

    Optional<Campaign> find(long ownerId, long id) {
        return jdbc.sql(CampaignRows.SELECT + "where c.owner_id = ? and c.id = ?")
                .params(ownerId, id)
                .query(rows)
                .optional();
    }

    /**
     * The campaign, its row held until the transaction ends. Whoever holds lanes or messages too locks those first.
     *
     * @throws Problem {@code campaign_not_found}
     */
    Campaign lock(long ownerId, long id) {
        return jdbc.sql(CampaignRows.SELECT + "where c.owner_id = ? and c.id = ? for no key update of c")
                .params(ownerId, id)
                .query(rows)
                .optional()
                .orElseThrow(CampaignStore::notFound);
    }

    List<Campaign> list(long ownerId, CampaignFilter filter, @Nullable Long after, int limit) {
        boolean newest = filter.order() == CampaignFilter.Order.NEWEST;
        return jdbc.sql(CampaignRows.SELECT + """
                where c.owner_id = :owner and c.deleted_at is null
                    and (:after::bigint is null or c.id %s :after)
                    and (:status::text is null or c.status = :status)
                    and (:session::text is null or s.session_id = :session)
                    and (:search::text is null or strpos(lower(c.name), lower(:search)) > 0
                        or strpos(c.reference, :search) > 0)
                order by c.id %s limit :limit
                """.formatted(newest ? "<" : ">", newest ? "desc" : "asc"))
                .param("owner", ownerId)
                .param("after", after)
                .param(
                        "status",
                        filter.status() == null ? null : filter.status().code())
                .param("session", filter.sessionId())
                .param("search", filter.search())
                .param("limit", limit)
                .query(rows)
                .list();
    }

    /** Changes name and pace where they are given. */
    void change(long ownerId, long id, CampaignChange change) {
        PaceOrder pace = change.pace();
        Delay message = pace.messageDelay();
        Delay contact = pace.contactDelay();
        PaceOrder.Hours hours = pace.hours();
        Instant start = change.start() == null ? null : change.start().at();
        jdbc.sql("""
                update campaign set name = coalesce(:name, name),
                    default_country = coalesce(:country, default_country),
                    message_delay_min_ms = coalesce(:messageMin, message_delay_min_ms),
                    message_delay_max_ms = coalesce(:messageMax, message_delay_max_ms),
                    contact_delay_min_ms = coalesce(:contactMin, contact_delay_min_ms),
                    contact_delay_max_ms = coalesce(:contactMax, contact_delay_max_ms),
                    hours_enabled = coalesce(:hoursOn, hours_enabled), hours_start = coalesce(:hoursStart, hours_start),
                    hours_end = coalesce(:hoursEnd, hours_end),
                    hours_zone = case when :hoursOn::boolean is null then hours_zone else :hoursZone end,
                    planned_start = case when :plans then :plannedStart::timestamptz else planned_start end,
                    updated_at = :now, version = version + 1
                where owner_id = :owner and id = :id
                """)
                .param("name", change.name())
                .param("country", change.defaultCountry())
                .param("messageMin", message == null ? null : message.min().toMillis())
                .param("messageMax", message == null ? null : message.max().toMillis())
                .param("contactMin", contact == null ? null : contact.min().toMillis())
                .param("contactMax", contact == null ? null : contact.max().toMillis())
                .param("hoursOn", hours == null ? null : hours.enabled())
                .param("hoursStart", hours == null ? null : hours.startHour())
                .param("hoursEnd", hours == null ? null : hours.endHour())
                .param("hoursZone", hours == null ? null : hours.timeZone())
                .param("plans", change.start() != null)
                .param("plannedStart", start == null ? null : CampaignRows.utc(start))
                .param("now", now())
                .param("owner", ownerId)
                .param("id", id)
                .update();
    }

    /** Sets when a campaign starts by itself. */
    void schedule(Campaign campaign, Instant at) {
        jdbc.sql("update campaign set scheduled_at = ? where owner_id = ? and id = ?")
                .params(CampaignRows.utc(at), campaign.ownerId(), campaign.id())
                .update();
    }

    /** A campaign and its owner. */
    record Known(long ownerId, long id) {}

    /** The campaigns whose time has come, the longest due first. */
    List<Known> due(Instant realNow, Instant simulatedNow, int limit) {
        return jdbc.sql("""
                select owner_id, id from campaign
                where status = 'scheduled' and scheduled_at <= case when simulated then :simulated else :real end
                order by scheduled_at, id limit :limit
                """)
                .param("simulated", CampaignRows.utc(simulatedNow))
                .param("real", CampaignRows.utc(realNow))
                .param("limit", limit)
                .query((row, n) -> new Known(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** The running campaigns that send from this session. */
    List<Long> runningOver(long sessionPk) {
        return jdbc.sql("""
                select c.id from campaign c join lane l on l.campaign_id = c.id
                where l.session_pk = ? and c.status = 'running' order by c.id
                """).param(sessionPk).query((row, n) -> row.getLong(1)).list();
    }

    /** A running campaign whose session needs a person. */
    record Lost(long ownerId, long id, String reason) {}

    /** The running campaigns whose sessions are logged out or banned. */
    List<Lost> lost() {
        return jdbc
                .sql("""
                select c.owner_id, c.id, s.state, s.state_reason
                from campaign c join lane l on l.campaign_id = c.id join wa_session s on s.id = l.session_pk
                where c.status = 'running' and s.state in ('logged_out', 'error')
                order by c.id
                """)
                .query((row, n) -> new Lost(
                        row.getLong(1),
                        row.getLong(2),
                        Sender.loss(SessionState.of(row.getString(3)), row.getString(4))
                                .orElse("")))
                .list()
                .stream()
                .filter(lost -> !lost.reason().isEmpty())
                .toList();
    }

    /** Hides a campaign for good. */
    void hide(long ownerId, long id) {
        jdbc.sql(
                        "update campaign set deleted_at = ?, updated_at = ?, version = version + 1 where owner_id = ? and id = ?")
                .params(now(), now(), ownerId, id)
                .update();
    }

    static Problem notFound() {
        return new Problem(Problem.Kind.NOT_FOUND, "campaign_not_found", "There is no such campaign.");
    }

    private OffsetDateTime now() {
        return CampaignRows.utc(clock.instant());
    }
}
