package io.staffetta.server.queue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much a user's sessions sent in each of the last hours, in business time: what the limiter remembers. */
@Component
public class HourlySends {

    /** The log is kept for a little longer than a day. */
    public static final int HOURS = 24;

    static final String BY_HOUR = """
            select floor(extract(epoch from clock.now - l.at) / 3600)::int as hours_ago, count(*) as sent
            from wa_session s
            cross join lateral (select case when s.simulated then ?::timestamptz else ?::timestamptz end as now) clock
            cross join lateral (
                select l.at from send_log l
                where l.number_key = coalesce(s.phone, -s.id) and l.session_pk = s.id
                    and l.at > clock.now - make_interval(hours => ?) and l.at <= clock.now
            ) l
            where s.owner_id = ?
            group by hours_ago
            """;

    private final JdbcClient jdbc;

    /** Reads through this client. */
    public HourlySends(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many messages left in each of the last {@link #HOURS}, by how many whole hours ago; nothing stands for none. */
    public Map<Integer, Integer> of(long ownerId, Instant realNow, Instant simulatedNow) {
        Map<Integer, Integer> sent = new TreeMap<>();
        jdbc.sql(BY_HOUR)
                .params(utc(simulatedNow), utc(realNow), HOURS, ownerId)
                .query((java.sql.ResultSet row) -> {
                    sent.put(row.getInt("hours_ago"), row.getInt("sent"));
                });
        return sent;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
