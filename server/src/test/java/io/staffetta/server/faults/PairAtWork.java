package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two nodes with numbers and a campaign over each, and waiting for what they come to. */
final class PairAtWork {

    private static final Duration IN_VAIN = Duration.ofMinutes(5);

    private final NodePair pair;
    private final JdbcClient jdbc;
    private final int sessions;
    private final int people;
    private final Random random;
    private final List<String> campaigns = new ArrayList<>();
    private int changes;

    /**
     * Nothing is done yet.
     *
     * @param sessions numbers that send, one campaign each
     * @param people recipients of each campaign
     */
    PairAtWork(NodePair pair, int sessions, int people, Random random) {
        this.pair = pair;
        this.jdbc = pair.jdbc();
        this.sessions = sessions;
        this.people = people;
        this.random = random;
    }

    /** Starts the nodes, links all numbers and starts all campaigns. */
    void begin() throws IOException {
        pair.start();
        linkNumbers();
        awaitShared();
        startCampaigns();
    }

    /** How many campaigns were handed over to another number. */
    int changes() {
        return changes;
    }

    /** How many messages are or were in doubt because a process ended. */
    int doubtsOfDeath() {
        return jdbc.sql("select count(*) from message where last_error = 'process_death'")
                .query(Integer.class)
                .single();
    }

    /** Both nodes own half of the sessions, and all are connected. */
    void awaitShared() {
        until("sessions shared by halves", () -> owned(2) && allReady(any(pair.both())));
    }

    /** This node owns all sessions, and all are connected. */
    void awaitAllAt(Product node) {
        until("all sessions at the other node", () -> owned(1) && allReady(node));
    }

    private boolean owned(int byNodes) {
        List<Integer> shares = jdbc.sql("""
                select count(*) from session_owner o
                join node_lease l on l.node_id = o.node_id and l.epoch = o.node_epoch and l.until > clock_timestamp()
                group by o.node_id
                """).query(Integer.class).list();
        return shares.size() == byNodes && shares.stream().allMatch(share -> share == sessions / byNodes);
    }

    private boolean allReady(Product node) {
        return jdbc.sql("select count(*) from wa_session where state = 'ready'")
                                .query(Integer.class)
                                .single()
                        == sessions
                && node.api().get("/health").ok();
    }

    /** Something really arrives, if anything can still go. */
    void awaitSending() {
        long before = arrived();
        until("messages that arrive", () -> arrived() > before || !somethingWaits());
    }

    private boolean somethingWaits() {
        return jdbc.sql("select exists (select from message where state in ('queued', 'claimed', 'sending'))")
                .query(Boolean.class)
                .single();
    }

    /** Grows with everything that really arrives. */
    long arrived() {
        try {
            return pair.simulator().arrived();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void linkNumbers() {
        for (int i = 0; i < sessions; i++) {
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
        for (int i = 0; i < sessions; i++) {
            ApiClient api = pair.node(i + 1).api();
            String id = api.post(
                            "/api/v1/campaigns",
                            Map.of("name", "Campagna " + i, "sessionId", "n" + i, "template", "Ciao {{nome}}, " + i))
                    .orFail()
                    .body()
                    .get("id")
                    .asString();
            StringBuilder csv = new StringBuilder("telefono,nome\n");
            for (int person = 0; person < people; person++) {
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

    /** Hands some campaign over to some number, if it still can be. */
    void changeOneNumber(Product node) {
        String session = "n" + random.nextInt(sessions);
        boolean changed = node.api()
                .put("/api/v1/campaigns/" + any(campaigns) + "/session", Map.of("sessionId", session))
                .ok();
        changes += changed ? 1 : 0;
    }

    /** Whenever nothing has arrived for a moment everybody waits for a limit: then the numbers' clock is put forward. */
    void finish() {
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

    /** One of these. */
    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Waits for long, and says for what. */
    void until(String what, Callable<Boolean> condition) {
        await(what + ", see " + pair.first().log() + " and " + pair.second().log())
                .atMost(IN_VAIN)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
