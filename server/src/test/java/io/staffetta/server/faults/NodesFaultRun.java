package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes on one database with campaigns over many numbers. One is killed, frozen beyond its lease and thawed, stopped in
 * good order, cut off from the database; commands go to either. Then everything is brought to its end and checked against
 * the simulator's ledger.
 */
final class NodesFaultRun {

    private static final Duration IN_VAIN = Duration.ofMinutes(5);
    /** Longer than a lease, so that the other node takes everything. */
    private static final Duration FREEZE = Duration.ofSeconds(20);

    private final Plan plan;
    private final Random random;
    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient jdbc = database.jdbc();
    private final Simulator simulator;
    private final List<Product> nodes = new ArrayList<>();
    private final List<String> campaigns = new ArrayList<>();
    private final Map<String, List<Duration>> moves = new HashMap<>();
    private int doubtsOfGoodOrder;
    private int changes;

    /**
     * How hard a run is.
     *
     * @param sessions numbers that send, one campaign each
     * @param people recipients of each campaign
     * @param rounds how often everything goes wrong
     */
    record Plan(int sessions, int people, int rounds, long seed) {

        static Plan brief(long seed) {
            return new Plan(6, 90, 1, seed);
        }

        static Plan full(long seed) {
            return new Plan(24, 600, 8, seed);
        }
    }

    /**
     * What was seen.
     *
     * @param moves from a fault to all sessions being owned and connected at the other node, per fault
     * @param doubtsOfGoodOrder messages in doubt since a node was stopped in good order
     */
    record Seen(LedgerProof.Result proof, Map<String, List<Duration>> moves, int doubtsOfGoodOrder, int changes) {}

    NodesFaultRun(Plan plan, Path folder) throws IOException {
        this.plan = plan;
        this.random = new Random(plan.seed());
        String secret = UUID.randomUUID().toString();
        Path secretFile = Files.writeString(folder.resolve("secret"), secret);
        this.simulator = Simulator.start(folder.resolve("simulator"), secret);
        for (String name : List.of("first", "second")) {
            List<String> options = new ArrayList<>(List.of(
                    "--staffetta.simulator.url=" + simulator.url(),
                    "--staffetta.simulator.secret-file=" + secretFile,
                    "--staffetta.simulator.time=60"));
            database.properties().forEach((property, value) -> {
                if (property.startsWith("staffetta.database.")) {
                    options.add("--" + property + "=" + value);
                }
            });
            nodes.add(new Product(Files.createDirectories(folder.resolve(name)), options));
        }
    }

    Seen run() throws IOException {
        try {
            first().start("");
            first().setUp();
            shareTheKeyOfTheVault();
            second().start("");
            second().api().useKey(first().api().key());
            linkNumbers();
            awaitShared();
            startCampaigns();
            for (int round = 0; round < plan.rounds(); round++) {
                killed(node(round));
                frozen(node(round + 1));
                stoppedInGoodOrder(node(round));
                cutOff();
            }
            finish();
            return new Seen(
                    new LedgerProof(jdbc, simulator.ledger()).check(), Map.copyOf(moves), doubtsOfGoodOrder, changes);
        } finally {
            nodes.forEach(Product::stop);
            simulator.stop();
            database.close();
        }
    }

    private Product first() {
        return nodes.getFirst();
    }

    private Product second() {
        return nodes.getLast();
    }

    private Product node(int number) {
        return nodes.get(number % nodes.size());
    }

    private Product other(Product node) {
        return node == first() ? second() : first();
    }

    private void shareTheKeyOfTheVault() throws IOException {
        Path keys = Files.createDirectories(second().data().resolve("keys"));
        Files.copy(first().data().resolve("keys").resolve("vault.key"), keys.resolve("vault.key"));
    }

    private void killed(Product node) {
        awaitSending();
        Instant begun = Instant.now();
        node.killJvm();
        awaitAllAt(other(node));
        seen("killed", begun);
        back(node);
    }

    private void frozen(Product node) {
        awaitSending();
        Instant begun = Instant.now();
        node.freeze();
        awaitAllAt(other(node));
        seen("frozen", begun);
        changeOneNumber(other(node));
        await().pollDelay(FREEZE.minus(Duration.between(begun, Instant.now())).plusSeconds(1))
                .atMost(FREEZE.plusSeconds(10))
                .until(() -> true);
        node.thaw();
        awaitShared();
    }

    private void stoppedInGoodOrder(Product node) {
        awaitSending();
        int before = doubtsOfDeath();
        Instant begun = Instant.now();
        node.endJvm();
        awaitAllAt(other(node));
        seen("stopped", begun);
        doubtsOfGoodOrder += doubtsOfDeath() - before;
        back(node);
    }

    /** Every connection to the database breaks at once. */
    private void cutOff() {
        jdbc.sql("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                """).query(Integer.class).single();
        awaitShared();
        awaitSending();
        changeOneNumber(any(nodes));
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
        until("sessions shared by halves", () -> owned(2) && allReady(any(nodes)));
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
            return simulator.arrived();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void linkNumbers() {
        for (int i = 0; i < plan.sessions(); i++) {
            ApiClient api = node(i).api();
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
            ApiClient api = node(i + 1).api();
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
            node(i).api().post("/api/v1/campaigns/" + id + "/start", Map.of()).orFail();
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
        await("the campaigns' end, see " + first().log())
                .atMost(IN_VAIN.multipliedBy(2))
                .pollInterval(Duration.ofMillis(1_500))
                .until(() -> {
                    long now = arrived();
                    if (now == arrived.getAndSet(now)) {
                        any(nodes).api().put("/api/v1/simulator/clock", Map.of("advance", "PT61M"));
                    }
                    return campaigns.stream().allMatch(this::completed);
                });
    }

    private boolean completed(String campaign) {
        return any(nodes)
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
        await(what + ", see " + first().log() + " and " + second().log())
                .atMost(IN_VAIN)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
