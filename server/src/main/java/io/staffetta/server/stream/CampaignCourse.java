package io.staffetta.server.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How a campaign went over time, counted from its events as long as these are kept. All times are real time. */
@Component
public class CampaignCourse {

    /** Never more points than a chart can show. */
    static final int MOST_POINTS = 400;

    private static final int MOST_TURNS = 200;

    private static final List<Duration> WIDTHS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    static final String POINTS = """
            select date_bin(make_interval(secs => ?), e.at, '2000-01-01T00:00:00Z') as bin,
                count(*) filter (where e.phase = 'sent') as sent, count(*) filter (where e.phase = 'failed') as failed,
                count(*) filter (where e.phase in ('skipped', 'unconfirmed')) as others
            from message_event e
            where e.campaign_id = ? and e.owner_id = ? and e.at >= ? and e.at < ? and e.kind = 'message'
                and e.phase in ('sent', 'failed', 'skipped', 'unconfirmed')
            group by bin order by bin
            """;

    static final String TURNS = """
            select e.at, e.phase, e.reason, s.session_id from message_event e left join wa_session s on s.id = e.session_pk
            where e.campaign_id = ? and e.owner_id = ? and e.at >= ? and e.at < ? and e.kind = 'campaign'
                and e.phase in ('running', 'paused', 'stopped', 'failed', 'completed', 'session_changed')
            order by e.at desc, e.tx desc, e.id desc limit ?
            """;

    private final JdbcClient jdbc;

    CampaignCourse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Part of a campaign's course.
     *
     * @param width from one point to the next
     * @param points oldest first; those in which nothing happened are left out
     * @param turns oldest first; of very many the latest
     */
    public record Part(Instant from, Instant to, Duration width, List<Point> points, List<Turn> turns) {}

    /**
     * What messages came to from a moment on, for as long as a point is wide.
     *
     * @param others skipped, or nobody knows whether they left
     */
    public record Point(Instant at, int sent, int failed, int others) {}

    /**
     * The campaign's status or number changed.
     *
     * @param phase the new status, or {@code session_changed}
     * @param reason a stable code where nobody asked for it
     * @param sessionId the user's name of the session it goes on with, if it still exists
     */
    public record Turn(
            Instant at,
            String phase,
            @Nullable String reason,
            @Nullable String sessionId) {}

    /** The course of this owner's campaign between two moments, in points as narrow as there may be. */
    public Part of(long ownerId, long campaignPk, Instant from, Instant to) {
        Duration width = width(Duration.between(from, to));
        OffsetDateTime begin = from.atOffset(ZoneOffset.UTC);
        OffsetDateTime end = to.atOffset(ZoneOffset.UTC);
        List<Point> points = jdbc.sql(POINTS)
                .params(width.toSeconds(), campaignPk, ownerId, begin, end)
                .query((row, n) -> new Point(
                        row.getObject("bin", OffsetDateTime.class).toInstant(),
                        row.getInt("sent"),
                        row.getInt("failed"),
                        row.getInt("others")))
                .list();
        List<Turn> turns = jdbc.sql(TURNS)
                .params(campaignPk, ownerId, begin, end, MOST_TURNS)
                .query((row, n) -> new Turn(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("phase"),
                        row.getString("reason"),
                        row.getString("session_id")))
                .list();
        return new Part(from, to, width, points, turns.reversed());
    }

    private static Duration width(Duration span) {
        return WIDTHS.stream()
                .filter(width -> span.dividedBy(width) < MOST_POINTS)
                .findFirst()
                .orElse(WIDTHS.getLast());
    }
}
