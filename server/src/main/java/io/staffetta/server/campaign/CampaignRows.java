package io.staffetta.server.campaign;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import io.staffetta.core.session.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.databind.json.JsonMapper;

/** Reads a campaign out of a row of {@link #SELECT}. */
final class CampaignRows implements RowMapper<Campaign> {

    static final String SENDER_COLUMNS = """
            s.id as session_pk, s.session_id, s.name as session_name, s.simulated as session_simulated, s.needs_pacing, s.state,
            s.state_reason, s.phone, s.hourly_limit, s.daily_limit, s.typing_simulation,
            coalesce(s.time_zone, u.time_zone) as session_zone
            """;

    private static final String CAMPAIGN_COLUMNS = """
            c.id, c.public_id, c.reference, c.owner_id, c.name, c.status, c.status_reason, c.simulated, c.default_country,
            c.message_delay_min_ms, c.message_delay_max_ms, c.contact_delay_min_ms, c.contact_delay_max_ms, c.hours_enabled,
            c.hours_start, c.hours_end, c.hours_zone, c.consent, c.version, c.created_at, c.updated_at, c.planned_start,
            c.scheduled_at, c.started_at, c.paused_at, c.resumed_at, c.completed_at, c.stopped_at, c.recipients, c.total, c.sent, c.delivered,
            c.read, c.failed, c.skipped, c.unconfirmed, c.in_doubt,
            """;

    static final String SELECT = "select " + CAMPAIGN_COLUMNS
            + "l.id as lane_id, l.wait_reason, l.next_at, u.time_zone as user_zone," + SENDER_COLUMNS + """
            , t.steps, t.versions, t.templates, t.approved, t.variants, t.afters, t.unless_replied,
            (select count(*) from campaign_reply y where y.campaign_id = c.id) as replied
            from campaign c
            join app_user u on u.id = c.owner_id
            join lane l on l.campaign_id = c.id
            left join wa_session s on s.id = l.session_pk
            left join lateral (
                select array_agg(v.step::int order by v.step) as steps, array_agg(v.version order by v.step) as versions,
                    array_agg(v.template order by v.step) as templates,
                    array_agg(v.approved::text order by v.step) as approved,
                    array_agg(v.variants::text order by v.step) as variants,
                    array_agg(v.after_ms order by v.step) as afters,
                    array_agg(v.unless_replied order by v.step) as unless_replied
                from (select distinct on (step) * from campaign_step where campaign_id = c.id
                    order by step, version desc) v
            ) t on true
            """;

    private final JsonMapper json;

    CampaignRows(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Campaign mapRow(ResultSet row, int number) throws SQLException {
        CampaignStatus status = CampaignStatus.of(row.getString("status"));
        Campaign.Dates dates = dates(row);
        Sender sender = row.getString("session_id") == null ? null : sender(row);
        String consent = row.getString("consent");
        return new Campaign(
                row.getLong("id"),
                row.getString("public_id"),
                row.getString("reference"),
                row.getLong("owner_id"),
                row.getString("name"),
                status,
                row.getString("status_reason"),
                row.getBoolean("simulated"),
                row.getLong("lane_id"),
                sender,
                content(row),
                pace(row),
                counts(row, status),
                dates,
                consent == null ? null : json.readValue(consent, Campaign.Consent.class),
                wait(row, status, sender, dates),
                row.getInt("version"));
    }

    static Sender sender(ResultSet row) throws SQLException {
        long phone = row.getLong("phone");
        return new Sender(
                row.getLong("session_pk"),
                row.getString("session_id"),
                row.getString("session_name"),
                row.getBoolean("session_simulated"),
                row.getBoolean("needs_pacing"),
                SessionState.of(row.getString("state")),
                row.getString("state_reason"),
                phone == 0 ? null : phone,
                new Sender.Limits(
                        row.getInt("hourly_limit"),
                        row.getInt("daily_limit"),
                        row.getBoolean("typing_simulation"),
                        ZoneId.of(row.getString("session_zone"))));
    }

    private static Campaign.Content content(ResultSet row) throws SQLException {
        Integer[] steps = array(row, "steps", new Integer[0]);
        String[] templates = array(row, "templates", new String[0]);
        String[] approved = array(row, "approved", new String[0]);
        String[] variants = array(row, "variants", new String[0]);
        Long[] afters = array(row, "afters", new Long[0]);
        Integer[] versions = array(row, "versions", new Integer[0]);
        Boolean[] unlessReplied = array(row, "unless_replied", new Boolean[0]);
        Template first = null;
        int version = 0;
        List<FollowUpPlan.Step> followUps = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            Template template = TemplateMapping.stored(templates[i], approved[i], variants[i]);
            if (steps[i] == 0) {
                first = template;
                version = versions[i];
            } else {
                followUps.add(new FollowUpPlan.Step(Duration.ofMillis(afters[i]), template, unlessReplied[i]));
            }
        }
        return new Campaign.Content(
                first,
                new FollowUpPlan(followUps),
                row.getString("default_country"),
                row.getInt("recipients"),
                version);
    }

    @SuppressWarnings("unchecked")
    private static <T> T[] array(ResultSet row, String column, T[] none) throws SQLException {
        java.sql.Array array = row.getArray(column);
        return array == null ? none : (T[]) array.getArray();
    }

    private static Campaign.Pace pace(ResultSet row) throws SQLException {
        String zone = row.getString("hours_zone");
        return new Campaign.Pace(
                delay(row, "message_delay"),
                delay(row, "contact_delay"),
                new BusinessHours(
                        row.getBoolean("hours_enabled"),
                        row.getInt("hours_start"),
                        row.getInt("hours_end"),
                        ZoneId.of(zone == null ? row.getString("user_zone") : zone)));
    }

    private static Delay delay(ResultSet row, String column) throws SQLException {
        return new Delay(
                Duration.ofMillis(row.getLong(column + "_min_ms")), Duration.ofMillis(row.getLong(column + "_max_ms")));
    }

    private static Campaign.Counts counts(ResultSet row, CampaignStatus status) throws SQLException {
        boolean before = status == CampaignStatus.DRAFT || status == CampaignStatus.SCHEDULED;
        return new Campaign.Counts(
                row.getInt(before ? "recipients" : "total"),
                row.getInt("sent"),
                row.getInt("delivered"),
                row.getInt("read"),
                row.getInt("failed"),
                row.getInt("skipped"),
                row.getInt("unconfirmed"),
                row.getInt("in_doubt"),
                row.getInt("replied"));
    }

    private static Campaign.Dates dates(ResultSet row) throws SQLException {
        return new Campaign.Dates(
                Objects.requireNonNull(at(row, "created_at")),
                Objects.requireNonNull(at(row, "updated_at")),
                at(row, "planned_start"),
                at(row, "scheduled_at"),
                at(row, "started_at"),
                at(row, "paused_at"),
                at(row, "resumed_at"),
                at(row, "completed_at"),
                at(row, "stopped_at"));
    }

    /** Waits that follow from elsewhere are worked out here, so that nothing has to be written when they begin and end. */
    private static Campaign.@Nullable Wait wait(
            ResultSet row, CampaignStatus status, @Nullable Sender sender, Campaign.Dates dates) throws SQLException {
        return switch (status) {
            case SCHEDULED -> new Campaign.Wait(WaitReason.SCHEDULED, dates.scheduledAt());
            case PAUSED -> new Campaign.Wait(WaitReason.PAUSED, null);
            case RUNNING -> {
                String reason = row.getString("wait_reason");
                if (sender == null || !sender.state().up()) {
                    yield new Campaign.Wait(WaitReason.SESSION_DOWN, null);
                }
                yield reason == null ? null : new Campaign.Wait(WaitReason.of(reason), at(row, "next_at"));
            }
            case DRAFT, COMPLETED, STOPPED, FAILED -> null;
        };
    }

    static @Nullable Instant at(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
