package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Simulated numbers with a campaign each, made over a product's API and brought to their end when everything that was to
 * go wrong has gone wrong.
 */
final class Fleet {

    static final String CSV_HEAD = "telefono,nome\n";

    private static final Duration IN_VAIN = Duration.ofMinutes(8);

    private final Product product;
    private final Simulator simulator;
    private final Size size;
    private final List<String> campaigns = new ArrayList<>();

    /**
     * How much there is to do.
     *
     * @param sessions numbers that send, one campaign each
     * @param people recipients of each campaign
     * @param hourlyLimit of each number, by the numbers' own clock
     */
    record Size(int sessions, int people, int hourlyLimit) {}

    Fleet(Product product, Simulator simulator, Size size) {
        this.product = product;
        this.simulator = simulator;
        this.size = size;
    }

    List<String> campaigns() {
        return List.copyOf(campaigns);
    }

    /** Links the numbers. Two sessions share one: together they stay within its limits. */
    void link() {
        for (int i = 0; i < size.sessions(); i++) {
            String id = "n" + i;
            product.api()
                    .post("/api/v1/sessions", Map.of("id", id, "name", "Numero " + i, "engine", "simulator"))
                    .orFail();
            product.api()
                    .put(
                            "/api/v1/simulator/sessions/" + id + "/behaviour",
                            Map.of(
                                    "unknownRate",
                                    0.01,
                                    "refuseRate",
                                    0.01,
                                    "duplicateReceipts",
                                    true,
                                    "reorderReceipts",
                                    true))
                    .orFail();
            product.api()
                    .patch("/api/v1/sessions/" + id, Map.of("hourlyLimit", size.hourlyLimit(), "dailyLimit", 5000))
                    .orFail();
        }
        String first = scan("n0", Map.of());
        for (int i = 1; i < size.sessions() - 1; i++) {
            scan("n" + i, Map.of());
        }
        scan("n" + (size.sessions() - 1), Map.of("number", first));
        for (int i = 0; i < size.sessions(); i++) {
            String session = "/api/v1/sessions/n" + i;
            until(session + " ready", () -> text(session, "state").equals("ready"));
        }
    }

    private String scan(String id, Map<String, String> phone) {
        List<String> numbers = new ArrayList<>();
        until("a code on show for " + id, () -> {
            ApiClient.Answer answer = product.api().post("/api/v1/simulator/sessions/" + id + "/scan", phone);
            if (answer.ok()) {
                numbers.add(answer.body().path("phoneNumber").asString());
            }
            return answer.ok();
        });
        return numbers.getFirst();
    }

    /** Starts one campaign for each number, with these further wishes. */
    void start(Map<String, ?> wishes) {
        for (int i = 0; i < size.sessions(); i++) {
            Map<String, Object> wish = new HashMap<>(wishes);
            wish.put("name", "Campagna " + i);
            wish.put("sessionId", "n" + i);
            wish.put("template", "Ciao {{nome}}, campagna " + i);
            String id = product.api()
                    .post("/api/v1/campaigns", wish)
                    .orFail()
                    .body()
                    .get("id")
                    .asString();
            StringBuilder csv = new StringBuilder(CSV_HEAD);
            for (int person = 0; person < size.people(); person++) {
                csv.append("+%d,Persona %d%n".formatted(person(i, person), person));
            }
            product.api()
                    .postCsv("/api/v1/campaigns/" + id + "/recipients", csv.toString())
                    .orFail();
            product.api().post("/api/v1/campaigns/" + id + "/start", Map.of()).orFail();
            campaigns.add(id);
        }
    }

    /** Somebody's phone, as digits. */
    static long person(int campaign, int person) {
        return 393_330_000_000L + campaign * 10_000L + person;
    }

    /** Whether some campaign still has people waiting, so that sending must go on. */
    boolean somethingCanGo() {
        return campaigns.stream()
                .map(id -> product.api().get("/api/v1/campaigns/" + id).body())
                .anyMatch(campaign -> campaign.path("status").asString("").equals("running")
                        && campaign.path("counters").path("pending").asInt(0) > 2);
    }

    /** Something more arrives, if anything can still go. */
    void awaitArrivals() {
        long before = arrived();
        if (somethingCanGo()) {
            until("messages that arrive", () -> arrived() != before);
        }
    }

    /** Grows with everything that arrives. */
    long arrived() {
        try {
            return simulator.arrived();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Nothing is disturbed any more. Whenever nothing has arrived for a moment everybody waits for a limit: then the
     * numbers' clock is put forward by an hour. Only limits wait for that clock; doubts keep their real patience.
     */
    void finish() {
        AtomicLong arrived = new AtomicLong(-1);
        await("the campaigns' end, see " + product.log())
                .atMost(IN_VAIN)
                .pollInterval(Duration.ofMillis(1_500))
                .until(() -> {
                    long now = arrived();
                    if (now == arrived.getAndSet(now)) {
                        product.api()
                                .put("/api/v1/simulator/clock", Map.of("advance", "PT61M"))
                                .orFail();
                    }
                    return allCompleted();
                });
    }

    boolean allCompleted() {
        boolean all = true;
        for (String id : campaigns) {
            String status = text("/api/v1/campaigns/" + id, "status");
            if (status.equals("paused")) {
                product.api().post("/api/v1/campaigns/" + id + "/resume", Map.of());
            }
            all &= status.equals("completed");
        }
        return all;
    }

    /** Holds what the product says of its messages against what arrived. */
    LedgerProof.Result proof() throws IOException {
        return new LedgerProof(product.data(), simulator.ledger()).check();
    }

    /** Waits long enough for a product that something happens to, on a busy machine. */
    void until(String what, Callable<Boolean> condition) {
        await(what + ", see " + product.log())
                .atMost(IN_VAIN)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    private String text(String path, String field) {
        return product.api().get(path).body().path(field).asString("");
    }
}
