package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes on one database with campaigns over many numbers. One is killed, frozen with its locks beyond its lease and
 * thawed, stopped in good order, cut off from the database; all connections are ended; commands go to either. Then
 * everything is brought to its end and checked against the simulator's ledger.
 */
final class NodesFaultRun {

    /** Longer than a lease, so that the other node takes everything. */
    private static final Duration FREEZE = Duration.ofSeconds(20);

    private final Plan plan;
    private final NodePair pair;
    private final PairAtWork work;
    private final JdbcClient jdbc;
    private final Map<String, List<Duration>> moves = new HashMap<>();
    private int doubtsOfGoodOrder;
    private int frozenWithLocks;

    /**
     * How hard a run is.
     *
     * @param sessions numbers that send, one campaign each
     * @param people recipients of each campaign
     * @param rounds how often everything goes wrong; {@code -Drounds=N} for another number
     * @param cuts whether the network is cut as well
     */
    record Plan(int sessions, int people, int rounds, boolean cuts, long seed) {

        static Plan brief(long seed) {
            return new Plan(6, 90, 1, false, seed);
        }

        static Plan full(long seed) {
            int rounds = Integer.getInteger("rounds", 8);
            return new Plan(24, 100 * rounds, rounds, true, seed);
        }
    }

    /**
     * What was seen.
     *
     * @param moves from a fault to all sessions being owned and connected at the other node, per fault
     * @param doubtsOfGoodOrder messages in doubt since a node was stopped in good order
     * @param frozenWithLocks how often the frozen one was in the middle of a transaction
     */
    record Seen(
            LedgerProof.Result proof,
            Map<String, List<Duration>> moves,
            int doubtsOfGoodOrder,
            int frozenWithLocks,
            int changes) {}

    NodesFaultRun(Plan plan, Path folder) throws IOException {
        this.plan = plan;
        this.pair = new NodePair(folder);
        this.jdbc = pair.jdbc();
        this.work = new PairAtWork(pair, plan.sessions(), plan.people(), new Random(plan.seed()));
    }

    Seen run() throws IOException {
        try {
            work.begin();
            for (int round = 0; round < plan.rounds(); round++) {
                killed(pair.node(round));
                frozen(pair.node(round + 1));
                stoppedInGoodOrder(pair.node(round));
                disconnected();
                if (plan.cuts()) {
                    cutOff(pair.node(round));
                }
            }
            work.finish();
            return new Seen(
                    new LedgerProof(jdbc, pair.simulator().ledger()).check(),
                    Map.copyOf(moves),
                    doubtsOfGoodOrder,
                    frozenWithLocks,
                    work.changes());
        } finally {
            pair.close();
        }
    }

    private void killed(Product node) {
        work.awaitSending();
        Instant begun = Instant.now();
        node.killJvm();
        work.awaitAllAt(pair.other(node));
        seen("killed", begun);
        back(node);
    }

    private void frozen(Product node) {
        work.awaitSending();
        frozenWithLocks += pair.freezeWithLocks(node) ? 1 : 0;
        Instant begun = Instant.now();
        work.awaitAllAt(pair.other(node));
        seen("frozen", begun);
        work.changeOneNumber(pair.other(node));
        awaitEndOf(begun);
        node.thaw();
        work.awaitShared();
    }

    /** The network between a node and the database is cut for longer than its lease. */
    private void cutOff(Product node) {
        work.awaitSending();
        Instant begun = Instant.now();
        Cable cable = pair.cable(node);
        cable.cut();
        work.awaitAllAt(pair.other(node));
        seen("cut", begun);
        work.changeOneNumber(pair.other(node));
        awaitEndOf(begun);
        cable.mend();
        work.awaitShared();
    }

    private void awaitEndOf(Instant begun) {
        Instant end = begun.plus(FREEZE).plusSeconds(1);
        await().atMost(FREEZE.plusSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Instant.now().isAfter(end));
    }

    private void stoppedInGoodOrder(Product node) {
        work.awaitSending();
        int before = work.doubtsOfDeath();
        Instant begun = Instant.now();
        node.endJvm();
        work.awaitAllAt(pair.other(node));
        seen("stopped", begun);
        doubtsOfGoodOrder += work.doubtsOfDeath() - before;
        back(node);
    }

    /** Every connection to the database breaks at once. */
    private void disconnected() {
        jdbc.sql("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                """).query(Integer.class).single();
        work.awaitShared();
        work.awaitSending();
        work.changeOneNumber(work.any(pair.both()));
    }

    private void back(Product node) {
        node.start("");
        work.awaitShared();
        work.changeOneNumber(node);
    }

    private void seen(String fault, Instant begun) {
        moves.computeIfAbsent(fault, each -> new ArrayList<>()).add(Duration.between(begun, Instant.now()));
    }
}
