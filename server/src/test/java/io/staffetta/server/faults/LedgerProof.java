package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.storage.DatabaseOfData;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The promises of the delivery contract, checked row by row against what really arrived. */
final class LedgerProof {

    private final JdbcClient jdbc;
    private final List<JsonNode> ledger;

    LedgerProof(Path data, List<JsonNode> ledger) {
        this(DatabaseOfData.client(data), ledger);
    }

    LedgerProof(JdbcClient jdbc, List<JsonNode> ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /**
     * What was found; from {@code lost} on all must be 0 but the states.
     *
     * @param doubted how often a message became doubtful, by a kill or by the simulator's own time-outs
     * @param lost recipients without an end, or said to be sent and not in the ledger
     * @param repeated messages that arrived more than once
     * @param unaccounted messages that arrived although they are neither sent nor doubtful
     * @param miscounted campaigns whose counters differ from a recount
     * @param overLimit sends beyond a number's hourly limit in some 60 minutes
     * @param unlogged arrivals without a row in the send log before them
     * @param afterOptOut messages marked as sending after the person's opt-out was committed
     */
    record Result(
            int messages,
            int arrived,
            int doubted,
            int doubtedByKills,
            int unconfirmed,
            int lost,
            int repeated,
            int unaccounted,
            int miscounted,
            int overLimit,
            int unlogged,
            int afterOptOut,
            Map<String, Integer> states) {

        /** Fails unless every promise was kept. */
        void holds() {
            holds(0);
        }

        /** The same while so many messages are still in doubt, whose ten minutes are not over. */
        void holds(int stillInDoubt) {
            assertThat(lost).as("lost").isEqualTo(stillInDoubt);
            assertThat(repeated).as("repeated").isZero();
            assertThat(unaccounted).as("arrived, but neither sent nor doubtful").isZero();
            assertThat(miscounted).as("campaigns with wrong counters").isZero();
            assertThat(overLimit).as("sends over a limit").isZero();
            assertThat(unlogged).as("arrived without a trace in the send log").isZero();
            assertThat(afterOptOut).as("sent after an opt-out").isZero();
        }

        /** The same where sends beyond a limit were counted by other means than the log of the product. */
        Result withOverLimit(int sends) {
            return new Result(
                    messages,
                    arrived,
                    doubted,
                    doubtedByKills,
                    unconfirmed,
                    lost,
                    repeated,
                    unaccounted,
                    miscounted,
                    sends,
                    unlogged,
                    afterOptOut,
                    states);
        }

        @Override
        public String toString() {
            return """
                    messages %d, arrived %d, doubted %d (by deaths %d), unconfirmed %d, states %s
                    lost %d, repeated %d, unaccounted %d, miscounted %d, over limit %d, unlogged %d, after opt-out %d
                    """.formatted(
                    messages,
                    arrived,
                    doubted,
                    doubtedByKills,
                    unconfirmed,
                    states,
                    lost,
                    repeated,
                    unaccounted,
                    miscounted,
                    overLimit,
                    unlogged,
                    afterOptOut).strip();
        }
    }

    Result check() {
        Map<String, String> stateOf = new HashMap<>();
        Map<String, Integer> states = new HashMap<>();
        jdbc.sql("""
                select coalesce(engine_message_id, 'none-' || id) as id, state from message where campaign_id in
                    (select id from campaign where status <> 'draft')
                """)
                .query((row, n) -> Map.entry(row.getString("id"), row.getString("state")))
                .list()
                .forEach(entry -> {
                    stateOf.put(entry.getKey(), entry.getValue());
                    states.merge(entry.getValue(), 1, Integer::sum);
                });
        Set<String> arrivedIds = new HashSet<>();
        Set<String> arrivedTexts = new HashSet<>();
        int repeated = 0;
        int unaccounted = 0;
        for (JsonNode entry : ledger) {
            String id = entry.get("messageId").asString();
            boolean newId = arrivedIds.add(id);
            boolean newText = arrivedTexts.add(
                    entry.get("to").asString() + " " + entry.get("text").asString());
            repeated += newId && newText ? 0 : 1;
            String state = stateOf.getOrDefault(id, "unknown");
            boolean accounted = Set.of("sent", "delivered", "read", "in_doubt", "unconfirmed")
                    .contains(state);
            unaccounted += accounted ? 0 : 1;
        }
        int lost = 0;
        for (Map.Entry<String, String> message : stateOf.entrySet()) {
            boolean left = Set.of("sent", "delivered", "read").contains(message.getValue());
            boolean ended = left || Set.of("failed", "skipped", "unconfirmed").contains(message.getValue());
            lost += !ended || (left && !arrivedIds.contains(message.getKey())) ? 1 : 0;
        }
        return new Result(
                stateOf.size(),
                ledger.size(),
                count("select count(*) from message_event where phase = 'in_doubt'"),
                count("select count(*) from message where last_error = 'process_death'"),
                states.getOrDefault("unconfirmed", 0),
                lost,
                repeated,
                unaccounted,
                miscounted(),
                overLimit(),
                unlogged(),
                afterOptOut(),
                states);
    }

    private int miscounted() {
        return count("""
                select count(*) from campaign c left join lateral (
                    select count(*) as total,
                        count(*) filter (where m.state in ('sent', 'delivered', 'read')) as sent,
                        count(*) filter (where m.state in ('delivered', 'read')) as delivered,
                        count(*) filter (where m.state = 'read') as read,
                        count(*) filter (where m.state = 'failed') as failed,
                        count(*) filter (where m.state = 'skipped') as skipped,
                        count(*) filter (where m.state = 'unconfirmed') as unconfirmed,
                        count(*) filter (where m.state = 'in_doubt') as in_doubt
                    from message m where m.campaign_id = c.id) r on true
                where c.status <> 'draft' and (c.total, c.sent, c.delivered, c.read, c.failed, c.skipped,
                    c.unconfirmed, c.in_doubt) is distinct from (r.total, r.sent, r.delivered, r.read, r.failed,
                    r.skipped, r.unconfirmed, r.in_doubt)
                """);
    }

    /** Every window of 60 minutes that ends with a send, for every number. */
    private int overLimit() {
        Map<Long, Deque<Instant>> windows = new HashMap<>();
        int limit = count("select max(hourly_limit) from wa_session");
        int over = 0;
        record Sent(long number, Instant at) {}
        List<Sent> log = jdbc.sql("select number_key, at from send_log where not forced order by number_key, at")
                .query((row, n) -> new Sent(
                        row.getLong(1),
                        row.getObject(2, java.time.OffsetDateTime.class).toInstant()))
                .list();
        for (Sent sent : log) {
            Deque<Instant> window = windows.computeIfAbsent(sent.number(), number -> new ArrayDeque<>());
            Instant start = sent.at().minus(Duration.ofMinutes(60));
            while (!window.isEmpty() && !window.peekFirst().isAfter(start)) {
                window.removeFirst();
            }
            window.addLast(sent.at());
            over += window.size() > limit ? 1 : 0;
        }
        return over;
    }

    /** Everything that arrived was first written into the limiter's memory. */
    private int unlogged() {
        Set<String> logged =
                new HashSet<>(jdbc.sql("""
                select m.engine_message_id from message m join send_log s on s.message_id = m.id
                where m.engine_message_id is not null
                """).query((row, n) -> row.getString(1)).list());
        return (int) ledger.stream()
                .filter(entry -> !logged.contains(entry.get("messageId").asString()))
                .count();
    }

    private int afterOptOut() {
        return count("""
                select count(*) from message m join opt_out o on o.owner_id = m.owner_id and o.phone = m.phone
                where m.sending_at > o.at + interval '50 milliseconds'
                    and m.state not in ('queued', 'skipped')
                """);
    }

    private int count(String sql) {
        return jdbc.sql(sql).query((row, n) -> row.getInt(1)).single();
    }
}
