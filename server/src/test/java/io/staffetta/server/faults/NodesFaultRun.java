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
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes on one database with campaigns over many numbers. One is killed, frozen with its locks beyond its lease and
 * thawed, stopped in good order, cut off from the database; all connections are ended; commands go to either. Then
 * everything is brought to its end and checked against the simulator's ledger.
 */
final class NodesFaultRun {

    private static final Duration IN_VAIN = Duration.ofMinutes(5);
    /** Longer than a lease, so that the other node takes everything. */
    private static final Duration FREEZE = Duration.ofSeconds(20);

    private final Plan plan;
    private final Random random;
    private final NodePair pair;
    private final JdbcClient jdbc;
    private final List<String> campaigns = new ArrayList<>();
    private final Map<String, List<Duration>> moves = new HashMap<>();
    private int doubtsOfGoodOrder;
    private int frozenWithLocks;
    private int changes;

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
        this.random = new Random(plan.seed());
        this.pair = new NodePair(folder);
        this.jdbc = pair.jdbc();
    }

    Seen run() throws IOException {
        try {
            pair.start();
            linkNumbers();
            awaitShared();
            startCampaigns();
            for (int round = 0; round < plan.rounds(); round++) {
                killed(pair.node(round));
                frozen(pair.node(round + 1));
                stoppedInGoodOrder(pair.node(round));
                disconnected();
                if (plan.cuts()) {
                    cutOff(pair.node(round));
                }
            }
            finish();
            return new Seen(
                    new LedgerProof(jdbc, pair.simulator().ledger()).check(),
                    Map.copyOf(moves),
                    doubtsOfGoodOrder,
                    frozenWithLocks,
                    changes);
        } finally {
            pair.close();
        }
    }

    private void killed(Product node) {
        awaitSending();
        Instant begun = Instant.now();
        node.killJvm();
        awaitAllAt(pair.other(node));
        seen("killed", begun);
        back(node);
    }

    private void frozen(Product node) {
        awaitSending();
        frozenWithLocks += pair.freezeWithLocks(node) ? 1 : 0;
        Instant begun = Instant.now();
        awaitAllAt(pair.other(node));
        seen("frozen", begun);
        changeOneNumber(pair.other(node));
        awaitEndOf(begun);
        node.thaw();
        awaitShared();
    }

    /** The network between a node and the database is cut for longer than its lease. */
    private void cutOff(Product node) {
        awaitSending();
        Instant begun = Instant.now();
        Cable cable = pair.cable(node);
        cable.cut();
        awaitAllAt(pair.other(node));
        seen("cut", begun);
        changeOneNumber(pair.other(node));
        awaitEndOf(begun);
        cable.mend();
        awaitShared();
    }

    private void awaitEndOf(Instant begun) {
        Instant end = begun.plus(FREEZE).plusSeconds(1);
        await().atMost(FREEZE.plusSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Instant.now().isAfter(end));
    }

    private void stoppedInGoodOrder(Product node) {
        awaitSending();
        int before = doubtsOfDeath();
        Instant begun = Instant.now();
        node.endJvm();
        awaitAllAt(pair.other(node));
        seen("stopped", begun);
        doubtsOfGoodOrder += doubtsOfDeath() - before;
        back(node);
    }

    /** Every connection to the database breaks at once. */
    private void disconnected() {
        jdbc.sql("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                """).query(Integer.class).single();
        awaitShared();
        awaitSending();
        changeOneNumber(any(pair.both()));
    }

    private void back(Product node) {
        node.start("");
        awaitShared();
        changeOneNumber(node);
    }

    private void seen(String fault, Instant begun) {
        moves.computeIfAbsent(fault, each -> new ArrayList<>()).add(Duration.between(begun, Instant.now()));
    }

    private int doubtsOfDeath() {
        return jdbc.sql("select count(*) from message where last_error = 'process_death'")
                .query(Integer.class)
                .single();
    }

    /** Both nodes own half of the sessions, and all are connected. */
    private void awaitShared() {
        until("sessions shared by halves", () -> owned(2) && allReady(any(pair.both())));
    }

    private void awaitAllAt(Product node) {
        until("all sessions at the other node", () -> owned(1) && allReady(node));
    }

    private boolean owned(int byNodes) {
        List<Integer> shares = jdbc.sql("""
                select count(*) from session_owner o
                join node_lease l on l.node_id = o.node_id and l.epoch = o.node_epoch and l.until > clock_timestamp()
                group by o.node_id
                """).query(Integer.class).list();
        return shares.size() == byNodes && shares.stream().allMatch(share -> share == plan.sessions() / byNodes);
    }

    private boolean allReady(Product node) {
        return jdbc.sql("select count(*) from wa_session where state = 'ready'")
                                .query(Integer.class)
                                .single()
                        == plan.sessions()
                && node.api().get("/health").ok();
    }

    /** Something really arrives, if anything can still go. */
    private void awaitSending() {
        long before = arrived();
        until("messages that arrive", () -> arrived() > before || !somethingWaits());
    }

    private boolean somethingWaits() {
        return jdbc.sql("select exists (select from message where state in ('queued', 'claimed', 'sending'))")
                .query(Boolean.class)
                .single();
    }

    private long arrived() {
        try {
            return pair.simulator().arrived();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void linkNumbers() {
        for (int i = 0; i < plan.sessions(); i++) {
            ApiClient api = pair.node(i).api();
            String id = "n" + i;
            api.post("/api/v1/sessions", Map.of("id", id, "name", "Numero " + i, "engine", "simulator"))
                    .orFail();
            api.put("/api/v1/simulator/sessions/" + id + "/behaviour", Map.of("duplicateReceipts", true))
                    .orFail();
            api.patch("/api/v1/sessions/" + id, Map.of("hourlyLimit", 60, "dailyLimit", 5000))
                    .orFail();
            until(
                    "a code on show for " + id,
                    () -> api.post("/api/v1/simulator/sessions/" + id + "/scan", Map.of())
                            .ok());
        }
    }

    private void startCampaigns() {
        for (int i = 0; i < plan.sessions(); i++) {
            ApiClient api = pair.node(i + 1).api();
            String id = api.post(
                            "/api/v1/campaigns",
                            Map.of("name", "Campagna " + i, "sessionId", "n" + i, "template", "Ciao {{nome}}, " + i))
                    .orFail()
                    .body()
                    .get("id")
                    .asString();
            StringBuilder csv = new StringBuilder("telefono,nome\n");
            for (int person = 0; person < plan.people(); person++) {
                csv.append("+39333%07d,Persona %d%n".formatted(i * 10_000 + person, person));
            }
            api.postCsv("/api/v1/campaigns/" + id + "/recipients", csv.toString())
                    .orFail();
            pair.node(i)
                    .api()
                    .post("/api/v1/campaigns/" + id + "/start", Map.of())
                    .orFail();
            campaigns.add(id);
        }
    }

    private void changeOneNumber(Product node) {
        String session = "n" + random.nextInt(plan.sessions());
        boolean changed = node.api()
                .put("/api/v1/campaigns/" + any(campaigns) + "/session", Map.of("sessionId", session))
                .ok();
        changes += changed ? 1 : 0;
    }

    /** Whenever nothing has arrived for a moment everybody waits for a limit: then the numbers' clock is put forward. */
    private void finish() {
        AtomicLong arrived = new AtomicLong(-1);
        await("the campaigns' end, see " + pair.first().log())
                .atMost(IN_VAIN.multipliedBy(2))
                .pollInterval(Duration.ofMillis(1_500))
                .until(() -> {
                    long now = arrived();
                    if (now == arrived.getAndSet(now)) {
                        any(pair.both()).api().put("/api/v1/simulator/clock", Map.of("advance", "PT61M"));
                    }
                    return campaigns.stream().allMatch(this::completed);
                });
    }

    private boolean completed(String campaign) {
        return any(pair.both())
                .api()
                .get("/api/v1/campaigns/" + campaign)
                .body()
                .path("status")
                .asString("")
                .equals("completed");
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void until(String what, Callable<Boolean> condition) {
        await(what + ", see " + pair.first().log() + " and " + pair.second().log())
                .atMost(IN_VAIN)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
