package io.staffetta.server.queue;

import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.pacing.NumberWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What each number handed to an engine, and when: the limiter's memory, which survives sessions and restarts. */
@Component
public class SendLog {

    /** Longer than any window: the last 60 minutes, and the day in any zone with its changes of clock. */
    static final Duration MEMORY = Duration.ofHours(50);

    static final String PAST = """
            select number_key, at from send_log where number_key = any(?) and at > ? order by number_key, at
            """;

    static final String PAST_BY_MINUTE = """
            select number_key, date_trunc('minute', at) + interval '1 minute' as until, count(*) as sent from send_log
            where number_key = any(?) and at > ? group by number_key, until order by number_key, until
            """;

    static final String LATEST = """
            select k.number_key, l.at from unnest(?::bigint[]) k(number_key) cross join lateral (
                select s.at from send_log s where s.number_key = k.number_key and s.at > ? order by s.at desc limit %d
            ) l order by k.number_key, l.at
            """;

    /**
     * A clock that was ahead and was set back leaves sends in the future. Nobody can tell any more when they were: they count
     * from now on. What is less than an hour ahead stays, and passes with the next hour's.
     */
    static final String RECALL = "update send_log set at = ? where number_key = any(?) and at > ?";

    private static final Duration CREDIBLE = Duration.ofHours(1);

    private final Transactions transactions;

    /** Reads in transactions of its own. */
    public SendLog(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * When these numbers sent since a business time.
     *
     * @param numberKeys phones, or minus the session where the number is unknown
     * @return a list for each number, empty for those that sent nothing
     */
    public Map<Long, List<Instant>> since(Collection<Long> numberKeys, Instant since) {
        return transactions.in(connection -> past(connection, numberKeys, since));
    }

    /** The windows of these numbers as they are now, at this business time, by number; nothing in them is from tomorrow. */
    public Map<Long, NumberWindow> windows(Collection<SendingNumber> numbers, Instant now) {
        return transactions.in(connection -> {
            Map<Long, Set<NumberLimits>> limits = LinkedLimits.of(connection, numbers);
            Set<Long> keys = new HashSet<>();
            numbers.forEach(number -> keys.add(number.key()));
            Rows.update(
                    connection,
                    RECALL,
                    now,
                    Rows.column(connection, "bigint", List.copyOf(keys), key -> key),
                    now.plus(CREDIBLE));
            return windows(connection, keys, limits, now.minus(MEMORY));
        });
    }

    /** The windows of these numbers. The past of a number whose limits never strike is not read: it may be millions. */
    static Map<Long, NumberWindow> windows(
            Connection connection, Collection<Long> numbers, Map<Long, Set<NumberLimits>> limits, Instant since)
            throws SQLException {
        Set<Long> counted = new HashSet<>(numbers);
        counted.removeIf(
                number -> limits.getOrDefault(number, Set.of()).stream().allMatch(NumberLimits::none));
        Map<Long, List<Instant>> past = counted.isEmpty() ? Map.of() : past(connection, counted, since);
        Map<Long, NumberWindow> windows = new HashMap<>();
        numbers.forEach(number -> windows.put(
                number, new NumberWindow(limits.getOrDefault(number, Set.of()), past.getOrDefault(number, List.of()))));
        return windows;
    }

    /**
     * The same for numbers that send very much, to the minute: each send counts from the end of its minute.
     *
     * @param numberKeys phones, or minus the session where the number is unknown
     * @return a list for each number, empty for those that sent nothing
     */
    public Map<Long, List<Instant>> sinceByMinute(Collection<Long> numberKeys, Instant since) {
        return transactions.in(connection -> {
            Map<Long, List<Instant>> past = new HashMap<>();
            numberKeys.forEach(key -> past.put(key, new ArrayList<>()));
            Rows.query(
                    connection,
                    PAST_BY_MINUTE,
                    row -> past.computeIfAbsent(row.getLong(1), key -> new ArrayList<>())
                            .addAll(Collections.nCopies(row.getInt(3), Rows.knownInstant(row, 2))),
                    Rows.column(connection, "bigint", List.copyOf(numberKeys), key -> key),
                    since);
            return past;
        });
    }

    /**
     * When these numbers sent last, however much they sent in all.
     *
     * @param numberKeys phones, or minus the session where the number is unknown
     * @param most how many of each
     * @return a list for each number that sent since then, the oldest first
     */
    public Map<Long, List<Instant>> latest(Collection<Long> numberKeys, Instant since, int most) {
        return transactions.in(connection -> {
            Map<Long, List<Instant>> latest = new HashMap<>();
            Rows.query(
                    connection,
                    LATEST.formatted(most),
                    row -> latest.computeIfAbsent(row.getLong(1), key -> new ArrayList<>())
                            .add(Rows.knownInstant(row, 2)),
                    Rows.column(connection, "bigint", List.copyOf(numberKeys), key -> key),
                    since);
            return latest;
        });
    }

    static Map<Long, List<Instant>> past(Connection connection, Collection<Long> numberKeys, Instant since)
            throws SQLException {
        Map<Long, List<Instant>> past = new HashMap<>();
        numberKeys.forEach(key -> past.put(key, new ArrayList<>()));
        Rows.query(
                connection,
                PAST,
                row -> past.computeIfAbsent(row.getLong(1), key -> new ArrayList<>())
                        .add(Rows.knownInstant(row, 2)),
                Rows.column(connection, "bigint", List.copyOf(numberKeys), key -> key),
                since);
        return past;
    }

    /** Forgets what no limit can count any more: what numbers sent before a business time. At most this many rows. */
    public int forget(Instant before, boolean simulated, int most) {
        return transactions.in(connection -> Rows.update(connection, """
                delete from send_log where ctid = any(array(
                    select s.ctid from send_log s join wa_session w on w.id = s.session_pk
                    where s.at < ? and w.simulated = ? limit ?))
                """, before, simulated, most));
    }

    /**
     * The same for sessions that were deleted, of which nobody knows whether they were simulated.
     *
     * @param before a time that is long past for both
     */
    public int forgetDeleted(Instant before, int most) {
        return transactions.in(connection -> Rows.update(connection, """
                delete from send_log where ctid = any(array(
                    select s.ctid from send_log s where s.at < ?
                        and not exists (select 1 from wa_session w where w.id = s.session_pk) limit ?))
                """, before, most));
    }
}
