package io.staffetta.server.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.storage.SharedReads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts what numbers have sent, all sessions of a page with one statement. Of numbers that send very much only what is
 * new since the last look is read, and they are counted to the minute. Of those that sent hundreds today a look holds for two
 * seconds.
 */
final class UsageQuery {

    private static final String COUNT = """
            select v.pk, count(l.at) filter (where l.at > v.hour), count(l.at) filter (where l.at >= v.day)
            from unnest(?, ?, ?::timestamptz[], ?::timestamptz[]) as v (pk, number_key, hour, day)
            left join send_log l on l.number_key = v.number_key and l.at >= least(v.hour, v.day)
            group by v.pk
            """;

    private static final String BY_MINUTE = """
            select v.pk, date_trunc('minute', l.at) as minute, count(*)
            from unnest(?, ?, ?::timestamptz[]) as v (pk, number_key, unread)
            join send_log l on l.number_key = v.number_key and l.at >= v.unread
            group by v.pk, minute
            """;

    private static final Duration HOUR = Duration.ofHours(1);
    /** Longer than any calendar day, whichever zone it is of. */
    private static final Duration DAY = Duration.ofHours(26);

    /** Of numbers that have sent less today each message counts at once. */
    private static final int HUNDREDS = 500;

    private record Key(long pk, long numberKey, ZoneId zone) {}

    private final JdbcTemplate jdbc;
    private final BusinessTime businessTime;
    private final MinuteTally tally = new MinuteTally();
    private final SharedReads<Key, Usage> reads;

    UsageQuery(JdbcTemplate jdbc, BusinessTime businessTime, Ticker ticker) {
        this.jdbc = jdbc;
        this.businessTime = businessTime;
        this.reads = new SharedReads<>(usage -> usage.today() >= HUNDREDS, ticker);
    }

    /** The usage of each, by their keys. */
    Map<Long, Usage> of(List<Session> sessions) {
        Map<Key, Session> byKey = new HashMap<>();
        sessions.forEach(session -> byKey.put(key(session), session));
        Map<Long, Usage> usage = new HashMap<>();
        reads.of(byKey.keySet(), missing -> read(missing, byKey)).forEach((key, read) -> usage.put(key.pk(), read));
        return usage;
    }

    private Map<Key, Usage> read(Set<Key> missing, Map<Key, Session> byKey) {
        Map<Long, Usage> read =
                read(missing.stream().map(byKey::get).filter(Objects::nonNull).toList());
        Map<Key, Usage> usage = new HashMap<>();
        for (Key key : missing) {
            Usage found = read.get(key.pk());
            if (found != null) {
                usage.put(key, found);
            }
        }
        return usage;
    }

    private static Key key(Session session) {
        return new Key(session.pk(), session.numberKey(), session.preferences().zone());
    }

    private Map<Long, Usage> read(List<Session> sessions) {
        Map<Long, Usage> usage = new HashMap<>();
        List<Session> busy = sessions.stream()
                .filter(session -> tally.holds(session.numberKey()))
                .toList();
        count(
                sessions.stream()
                        .filter(session -> !tally.holds(session.numberKey()))
                        .toList(),
                usage);
        tally(busy, usage);
        return usage;
    }

    private void count(List<Session> sessions, Map<Long, Usage> usage) {
        if (sessions.isEmpty()) {
            return;
        }
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(COUNT);
                    new Columns<>(connection, statement, sessions)
                            .add("bigint", Session::pk)
                            .add("bigint", Session::numberKey)
                            .add("text", session -> now(session).minus(HOUR).toString())
                            .add(
                                    "text",
                                    session -> startOfDay(session, now(session)).toString());
                    return statement;
                },
                (ResultSet row) -> {
                    usage.put(row.getLong(1), new Usage(row.getInt(2), row.getInt(3)));
                });
        for (Session session : sessions) {
            Usage counted = usage.get(session.pk());
            if (counted != null && Math.max(counted.lastHour(), counted.today()) >= MinuteTally.BUSY) {
                tally.add(session.numberKey());
            }
        }
    }

    /** A look at a busy number. */
    private record Look(Session session, Instant now, Instant since, Instant unread) {}

    private void tally(List<Session> sessions, Map<Long, Usage> usage) {
        if (sessions.isEmpty()) {
            return;
        }
        List<Look> looks = sessions.stream().map(this::look).toList();
        Map<Long, Map<Instant, Integer>> read = new HashMap<>();
        jdbc.query(connection -> unread(connection, looks), (ResultSet row) -> {
            read.computeIfAbsent(row.getLong(1), pk -> new HashMap<>())
                    .put(row.getObject(2, OffsetDateTime.class).toInstant(), row.getInt(3));
        });
        for (Look look : looks) {
            Session session = look.session();
            NavigableMap<Instant, Integer> minutes = tally.add(
                    session.numberKey(),
                    look.since(),
                    look.unread(),
                    look.now(),
                    read.getOrDefault(session.pk(), Map.of()));
            usage.put(
                    session.pk(),
                    new Usage(
                            MinuteTally.since(minutes, look.now().minus(HOUR)),
                            MinuteTally.since(minutes, startOfDay(session, look.now()))));
        }
    }

    private Look look(Session session) {
        Instant now = now(session);
        Instant since = MinuteTally.minute(now.minus(DAY));
        return new Look(session, now, since, tally.unread(session.numberKey(), since, now));
    }

    private static PreparedStatement unread(Connection connection, List<Look> looks) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(BY_MINUTE);
        new Columns<>(connection, statement, looks)
                .add("bigint", look -> look.session().pk())
                .add("bigint", look -> look.session().numberKey())
                .add("text", look -> look.unread().toString());
        return statement;
    }

    private static Instant startOfDay(Session session, Instant now) {
        var zone = session.preferences().zone();
        return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    }

    private Instant now(Session session) {
        return businessTime.now(session.engine().simulated());
    }
}
