package io.staffetta.server.queue;

import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.pacing.NumberWindow;
import io.staffetta.core.pacing.SendWindow.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What numbers sent, as marks of sending see it: under each number's lock, whichever session, process or node sends from
 * it. While no other process writes into a number's window, what is remembered here is all there is, and nothing is
 * read: who wrote last stands in the database and is read under the lock. What is remembered may be too much (a mark that
 * was rolled back, a slot that was given back), never too little; before anything is refused the log itself is read.
 */
final class NumberWindows {

    private static final String LAST_WRITERS =
            "select number_key, process from send_log_writer where number_key = any(?)";

    private static final String WRITE_LAST = """
            insert into send_log_writer as w (number_key, process)
            select n, ?::uuid from unnest(?::bigint[]) as n order by n
            on conflict (number_key) do update set process = excluded.process
            """;

    private final UUID process = UUID.randomUUID();
    private final Map<Long, NumberWindow> remembered = new ConcurrentHashMap<>();

    /** Takes the locks of the numbers of these marks and looks at their windows, in the transaction of this connection. */
    View look(Connection connection, List<Mark> marks) throws SQLException {
        Set<SendingNumber> senders = new HashSet<>();
        Set<Long> numbers = new HashSet<>();
        Instant earliest = Instant.MAX;
        for (Mark mark : marks) {
            senders.add(new SendingNumber(mark.numberKey(), mark.claim().sessionPk()));
            numbers.add(mark.numberKey());
            earliest = mark.at().isBefore(earliest) ? mark.at() : earliest;
        }
        NumberLock.take(connection, numbers);
        View view = new View(connection, LinkedLimits.of(connection, senders), earliest.minus(SendLog.MEMORY));
        view.catchUp(numbers);
        return view;
    }

    /** What one transaction sees, and adds. */
    final class View {

        private final Connection connection;
        private final Map<Long, Set<NumberLimits>> limits;
        private final Instant since;
        private final Set<Long> fresh = new HashSet<>();
        private final Map<Long, List<Instant>> taken = new HashMap<>();

        private View(Connection connection, Map<Long, Set<NumberLimits>> limits, Instant since) {
            this.connection = connection;
            this.limits = limits;
            this.since = since;
        }

        /** Whether the limits leave room for this mark. */
        Decision check(Mark mark) throws SQLException {
            Decision known = window(mark.numberKey()).check(mark.at(), 0);
            if (known instanceof Decision.Free || fresh.contains(mark.numberKey())) {
                return known;
            }
            read(Set.of(mark.numberKey()));
            return window(mark.numberKey()).check(mark.at(), 0);
        }

        /** The mark takes its slot. */
        void take(Mark mark) {
            taken.computeIfAbsent(mark.numberKey(), key -> new ArrayList<>()).add(mark.at());
            window(mark.numberKey()).record(mark.at());
        }

        /** Reads what others wrote since this process last wrote. */
        private void catchUp(Set<Long> numbers) throws SQLException {
            Set<Long> foreign = new HashSet<>(numbers);
            Rows.query(
                    connection,
                    LAST_WRITERS,
                    row -> process.equals(row.getObject("process", UUID.class))
                            && foreign.remove(row.getLong("number_key")),
                    Rows.column(connection, "bigint", List.copyOf(numbers), n -> n));
            Set<Long> stale = new HashSet<>(foreign);
            for (long number : numbers) {
                NumberWindow window = remembered.get(number);
                if (window == null || !window.holds(limitsOf(number))) {
                    stale.add(number);
                }
            }
            read(stale);
            if (!foreign.isEmpty()) {
                Rows.update(
                        connection,
                        WRITE_LAST,
                        process,
                        Rows.column(connection, "bigint", List.copyOf(foreign), n -> n));
            }
        }

        private void read(Collection<Long> numbers) throws SQLException {
            if (numbers.isEmpty()) {
                return;
            }
            fresh.addAll(numbers);
            SendLog.windows(connection, numbers, limits, since).forEach((number, window) -> {
                taken.getOrDefault(number, List.of()).forEach(window::record);
                remembered.put(number, window);
            });
        }

        private Set<NumberLimits> limitsOf(long number) {
            return limits.getOrDefault(number, Set.of());
        }

        private NumberWindow window(long number) {
            return java.util.Objects.requireNonNull(remembered.get(number));
        }
    }
}
