package io.staffetta.server.queue;

import io.staffetta.core.pacing.NumberLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The limits that hold for a number: those of the session that sends, and of every other session linked to the same phone,
 * whoever's it is. A session that was logged out is not linked any more.
 */
final class LinkedLimits {

    static final String LIMITS = """
            select k.number_key, s.hourly_limit, s.daily_limit, coalesce(s.time_zone, u.time_zone) as zone
            from unnest(?::bigint[], ?::bigint[]) as k(number_key, session_pk)
            cross join lateral (
                select s.owner_id, s.hourly_limit, s.daily_limit, s.time_zone from wa_session s
                where s.id = k.session_pk
                union all
                select s.owner_id, s.hourly_limit, s.daily_limit, s.time_zone from wa_session s
                where s.phone = k.number_key and s.id <> k.session_pk and s.state <> 'logged_out'
            ) s
            join app_user u on u.id = s.owner_id
            """;

    private LinkedLimits() {}

    /** The limits that hold for these, by number. */
    static Map<Long, Set<NumberLimits>> of(Connection connection, Collection<SendingNumber> numbers)
            throws SQLException {
        Map<Long, Set<NumberLimits>> limits = new HashMap<>();
        List<SendingNumber> all = List.copyOf(numbers);
        Rows.query(
                connection,
                LIMITS,
                row -> limits.computeIfAbsent(row.getLong("number_key"), key -> new HashSet<>())
                        .add(NumberLimits.asSet(
                                row.getInt("hourly_limit"),
                                row.getInt("daily_limit"),
                                ZoneId.of(row.getString("zone")))),
                Rows.column(connection, "bigint", all, SendingNumber::key),
                Rows.column(connection, "bigint", all, SendingNumber::sessionPk));
        return limits;
    }
}
