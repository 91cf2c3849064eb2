package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes become the next version one after the other, while they send; then one of them becomes the old version again.
 * The next version is the same program with more migrations, which stand in {@code next-version} among the tests'
 * resources. A client follows the stream of events all the time.
 */
final class RollingUpgradeRun {

    private static final Duration IN_VAIN = Duration.ofMinutes(3);
    private static final String NEXT =
            Path.of("target", "test-classes", "next-version").toAbsolutePath().toString();

    private final NodePair pair;
    private final PairAtWork work;
    private final JdbcClient jdbc;
    private final List<Duration> moves = new ArrayList<>();
    private final List<String> versions = new ArrayList<>();
    private int arrivedWhileBlocked;

    RollingUpgradeRun(int sessions, int people, long seed, Path folder) throws IOException {
        this.pair = new NodePair(folder);
        this.jdbc = pair.jdbc();
        this.work = new PairAtWork(pair, sessions, people, new Random(seed));
    }

    /**
     * What was seen.
     *
     * @param moves from SIGTERM to all sessions being owned and connected at the other node
     * @param versions of the living nodes after each step, in order
     * @param arrivedWhileBlocked how much of the ledger was written while the migration waited for a table
     * @param events in the log since the client began to follow it
     * @param followed which events the client was told of, as they came
     * @param connections how often the client was answered
     * @param resets how often it was told that it missed something
     * @param schema of the database in the end
     * @param stale how many statements failed because their table had become another one
     */
    record Seen(
            LedgerProof.Result proof,
            List<Duration> moves,
            List<String> versions,
            int arrivedWhileBlocked,
            List<String> events,
            List<String> followed,
            int connections,
            int resets,
            String schema,
            long stale) {}

    Seen run() throws IOException, SQLException {
        try {
            work.begin();
            try (StreamFollower follower = new StreamFollower(pair.both())) {
                work.until("a stream", () -> !follower.from().isEmpty());
                upgradeWhileATableIsHeld(pair.first());
                upgrade(pair.second());
                downgrade(pair.second());
                work.finish();
                work.until(
                        "all events at the client",
                        () -> follower.seen().size() >= events(follower.from()).size());
                return new Seen(
                        new LedgerProof(jdbc, pair.simulator().ledger()).check(),
                        List.copyOf(moves),
                        List.copyOf(versions),
                        arrivedWhileBlocked,
                        events(follower.from()),
                        follower.seen(),
                        follower.connections(),
                        follower.resets(),
                        schema(),
                        stale());
            }
        } finally {
            pair.close();
        }
    }

    /** Somebody reads a table all the time, as a backup does: the migration has to wait, and nobody else with it. */
    private void upgradeWhileATableIsHeld(Product node) throws SQLException {
        end(node);
        node.becomes("9.9.9", NEXT);
        CompletableFuture<Duration> started;
        try (Connection somebody = pair.connection()) {
            try (Statement statement = somebody.createStatement()) {
                statement.execute("set idle_in_transaction_session_timeout = 0");
                somebody.setAutoCommit(false);
                statement.execute("select count(*) from message");
            }
            started = CompletableFuture.supplyAsync(() -> node.start(""));
            work.until(
                    "a migration that waits", () -> Files.readString(node.log()).contains("the database is in use"));
            long before = work.arrived();
            work.awaitSending();
            work.awaitSending();
            arrivedWhileBlocked = (int) (work.arrived() - before);
            somebody.rollback();
        }
        await("the next version, see " + node.log()).atMost(IN_VAIN).until(started::isDone);
        started.join();
        back(node);
    }

    private void upgrade(Product node) {
        end(node);
        node.becomes("9.9.9", NEXT);
        node.start("");
        back(node);
    }

    private void downgrade(Product node) {
        end(node);
        node.becomes("", "");
        node.start("");
        back(node);
    }

    private void end(Product node) {
        work.awaitSending();
        Instant begun = Instant.now();
        node.endJvm();
        work.awaitAllAt(pair.other(node));
        moves.add(Duration.between(begun, Instant.now()));
    }

    private void back(Product node) {
        work.awaitShared();
        versions.add(String.join(
                " ",
                pair.both().stream()
                        .map(each -> each == node ? "the one " + version(each) : "the other " + version(each))
                        .sorted()
                        .toList()));
        work.changeOneNumber(node);
        work.awaitSending();
    }

    /** What a node says of itself. */
    private static String version(Product node) {
        return node.api()
                .get("/api/v1/nodes")
                .orFail()
                .body()
                .get("items")
                .valueStream()
                .filter(each -> each.get("self").asBoolean())
                .map(each -> each.get("version").asString())
                .findFirst()
                .orElse("none");
    }

    private List<String> events(String from) {
        String[] place = from.substring(from.indexOf('-') + 1).split("-", -1);
        return jdbc.sql("""
                select (select value from setting where name = 'stream_generation') || '-' || tx || '-' || id
                from message_event where (tx, id) > (?::text::xid8, ?::bigint) order by message_event.tx, id
                """).params(place[0], place[1]).query(String.class).list();
    }

    private String schema() {
        return jdbc.sql("select max(version::int)::text from flyway_schema_history where success")
                .query(String.class)
                .single();
    }

    private long stale() throws IOException {
        long stale = 0;
        for (Product node : pair.both()) {
            try (var lines = Files.lines(node.log())) {
                stale += lines.filter(line -> line.contains("cached plan")).count();
            }
        }
        return stale;
    }
}
