package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import io.staffetta.server.queue.HaltPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * One run: campaigns over many numbers, killed, changed, paused and opted out of at random while they run, then brought
 * to their end and checked against the simulator's ledger.
 */
final class FaultRun {

    private static final Duration IN_VAIN = Duration.ofMinutes(8);
    private static final String CSV_HEAD = "telefono,nome\n";

    private final FaultPlan plan;
    private final Random random;
    private final Simulator simulator;
    private final Product product;
    private final List<String> campaigns = new ArrayList<>();
    private final List<Duration> starts = new ArrayList<>();
    private final List<Duration> resumptions = new ArrayList<>();
    private final Set<HaltPoint> halted = EnumSet.noneOf(HaltPoint.class);
    private int kills;
    private int randomKills;
    private int killsOfBoth;
    private int changes;
    private int optOuts;
    private int pauses;

    FaultRun(FaultPlan plan, Path folder) throws IOException {
        this.plan = plan;
        this.random = new Random(plan.seed());
        Files.createDirectories(folder);
        String secret = UUID.randomUUID().toString();
        Path secretFile = Files.writeString(folder.resolve("secret"), secret);
        this.simulator = Simulator.start(folder.resolve("simulator"), secret);
        this.product = new Product(
                folder,
                List.of(
                        "--staffetta.simulator.url=" + simulator.url(),
                        "--staffetta.simulator.secret-file=" + secretFile,
                        "--staffetta.simulator.time=" + plan.timeFactor()));
    }

    /** What was seen. */
    record Seen(
            LedgerProof.Result proof,
            int kills,
            int randomKills,
            int killsOfBoth,
            Set<HaltPoint> halted,
            int changes,
            int pauses,
            int optOuts,
            List<Duration> starts,
            List<Duration> resumptions) {}

    Seen run() throws IOException {
        try {
            product.start("");
            product.setUp();
            linkNumbers();
            startCampaigns();
            for (HaltPoint point : HaltPoint.values()) {
                if (point != HaltPoint.INSIDE_IMPORT && point != HaltPoint.INSIDE_CHANGE) {
                    dieAt(point);
                }
            }
            dieInsideChange();
            dieInsideImport();
            while ((randomKills < plan.kills() || changes < plan.changes()) && somethingCanGo()) {
                disturb();
            }
            finish();
            LedgerProof.Result proof = new LedgerProof(product.data(), simulator.ledger()).check();
            return new Seen(
                    proof, kills, randomKills, killsOfBoth, halted, changes, pauses, optOuts, starts, resumptions);
        } finally {
            product.stop();
            simulator.stop();
        }
    }

    private void linkNumbers() {
        for (int i = 0; i < plan.sessions(); i++) {
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
            patchLimits(id);
        }
        String first = scan("n0", Map.of());
        for (int i = 1; i < plan.sessions() - 1; i++) {
            scan("n" + i, Map.of());
        }
        // Two sessions share a number: together they stay within its limits.
        scan("n" + (plan.sessions() - 1), Map.of("number", first));
        for (int i = 0; i < plan.sessions(); i++) {
            String session = "/api/v1/sessions/n" + i;
            until(
                    session + " ready",
                    () -> product.api()
                            .get(session)
                            .body()
                            .path("state")
                            .asString("")
                            .equals("ready"));
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

    private void patchLimits(String id) {
        product.api()
                .patch("/api/v1/sessions/" + id, Map.of("hourlyLimit", plan.hourlyLimit(), "dailyLimit", 5000))
                .orFail();
    }

    private void startCampaigns() {
        for (int i = 0; i < plan.sessions(); i++) {
            String id = createCampaign("n" + i, i);
            product.api().post("/api/v1/campaigns/" + id + "/start", Map.of()).orFail();
            campaigns.add(id);
        }
    }

    private String createCampaign(String session, int number) {
        JsonNode made = product.api()
                .post(
                        "/api/v1/campaigns",
                        Map.of(
                                "name", "Campagna " + number,
                                "sessionId", session,
                                "template", "Ciao {{nome}}, campagna " + number))
                .orFail()
                .body();
        String id = made.get("id").asString();
        StringBuilder csv = new StringBuilder(CSV_HEAD);
        for (int person = 0; person < plan.people(); person++) {
            csv.append("+39333%07d,Persona %d%n".formatted(number * 10_000 + person, person));
        }
        product.api()
                .postCsv("/api/v1/campaigns/" + id + "/recipients", csv.toString())
                .orFail();
        return id;
    }

    /** Starts the product so that it dies at this point, waits for that, and starts it again. */
    private void dieAt(HaltPoint point) throws IOException {
        product.killJvm();
        product.start(point.name().toLowerCase(Locale.ROOT) + ":" + (1 + random.nextInt(5)));
        if (product.halted(60)) {
            halted.add(point);
        } else {
            product.killJvm();
        }
        kills++;
        restart();
        changeOneNumber();
        optOut();
    }

    private void dieInsideChange() throws IOException {
        product.killJvm();
        product.start("inside_change");
        // A change may be refused: of a campaign that is done, to the number it has, to one that is not connected yet.
        until("a change that is cut short", () -> {
            changeOneNumber();
            return !product.alive();
        });
        halted.add(HaltPoint.INSIDE_CHANGE);
        kills++;
        restart();
    }

    private void dieInsideImport() throws IOException {
        product.killJvm();
        product.start("inside_import");
        JsonNode made = product.api()
                .post("/api/v1/campaigns", Map.of("name", "Interrotta", "sessionId", "n0", "template", "Ciao {{nome}}"))
                .body();
        String id = made.path("id").asString("");
        StringBuilder csv = new StringBuilder(CSV_HEAD);
        for (int person = 0; person < 60_000; person++) {
            csv.append("+39334%07d,Persona %d%n".formatted(person, person));
        }
        product.api().postCsv("/api/v1/campaigns/" + id + "/recipients", csv.toString());
        if (product.halted(20)) {
            halted.add(HaltPoint.INSIDE_IMPORT);
        }
        kills++;
        restart();
        until("the interrupted import is gone", () -> {
            JsonNode imports = product.api()
                    .get("/api/v1/campaigns/" + id + "/imports")
                    .body()
                    .path("items");
            return imports.isArray()
                    && imports.valueStream()
                            .noneMatch(i -> i.path("state").asString("").equals("loading"));
        });
        JsonNode again = product.api()
                .postCsv(
                        "/api/v1/campaigns/" + id + "/recipients",
                        csv.substring(0, 20_000)
                                .substring(0, csv.substring(0, 20_000).lastIndexOf('\n') + 1))
                .orFail()
                .body();
        if (again.path("rejected").asInt(-1) != 0) {
            throw new IllegalStateException("rows of an interrupted import were left over: " + again);
        }
    }

    /** A while of work, then one thing goes wrong. */
    private void disturb() throws IOException {
        letItWork(150 + random.nextInt(600));
        int what = random.nextInt(10);
        if (what < 4) {
            changeOneNumber();
        } else if (what < 6) {
            pauseForAMoment();
        } else if (what < 7) {
            optOut();
        } else if (randomKills < plan.kills()) {
            killSomething();
        }
    }

    private void killSomething() throws IOException {
        kills++;
        randomKills++;
        if (randomKills % 3 == 0) {
            killsOfBoth++;
            product.killBoth();
        } else {
            product.killJvm();
        }
        restart();
    }

    private void restart() throws IOException {
        if (product.alive()) {
            product.killJvm();
        }
        long before = simulator.arrived();
        starts.add(product.start(""));
        if (somethingCanGo()) {
            await("the first message after a start, see " + product.log())
                    .atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> simulator.arrived() != before);
            resumptions.add(sinceHealthy());
        }
    }

    private Duration sinceHealthy() {
        return Duration.between(product.healthySince(), Instant.now());
    }

    /** Whether some campaign still has people waiting, so that sending must go on. */
    private boolean somethingCanGo() {
        for (String id : campaigns) {
            JsonNode campaign = product.api().get("/api/v1/campaigns/" + id).body();
            if (campaign.path("status").asString("").equals("running")
                    && campaign.path("counters").path("pending").asInt(0) > 2) {
                return true;
            }
        }
        return false;
    }

    private void changeOneNumber() {
        String campaign = any(campaigns);
        String session = "n" + random.nextInt(plan.sessions());
        if (product.api()
                .put("/api/v1/campaigns/" + campaign + "/session", Map.of("sessionId", session))
                .ok()) {
            changes++;
        }
    }

    private void pauseForAMoment() {
        String campaign = any(campaigns);
        if (product.api()
                .post("/api/v1/campaigns/" + campaign + "/pause", Map.of())
                .ok()) {
            pauses++;
            letItWork(random.nextInt(200));
            until("resumed " + campaign, () -> {
                var answer = product.api().post("/api/v1/campaigns/" + campaign + "/resume", Map.of());
                return answer.ok() || answer.status() == 409;
            });
        }
    }

    private void optOut() {
        String phone = "+39333%07d".formatted(random.nextInt(plan.sessions()) * 10_000 + random.nextInt(plan.people()));
        if (product.api().post("/api/v1/opt-outs", Map.of("phone", phone)).ok()) {
            optOuts++;
        }
    }

    /**
     * Nothing is disturbed any more. Whenever nothing has arrived for a moment everybody waits for a limit: then the
     * numbers' clock is put forward by an hour. Only limits wait for that clock; doubts keep their real patience.
     */
    private void finish() throws IOException {
        AtomicLong arrived = new AtomicLong(-1);
        await("the campaigns' end, see " + product.log())
                .atMost(IN_VAIN)
                .pollInterval(Duration.ofMillis(1_500))
                .until(() -> {
                    long now = simulator.arrived();
                    if (now == arrived.getAndSet(now)) {
                        product.api()
                                .put("/api/v1/simulator/clock", Map.of("advance", "PT61M"))
                                .orFail();
                    }
                    return allCompleted();
                });
    }

    private boolean allCompleted() {
        boolean all = true;
        for (String id : campaigns) {
            String status = product.api()
                    .get("/api/v1/campaigns/" + id)
                    .body()
                    .path("status")
                    .asString("");
            if (status.equals("paused")) {
                product.api().post("/api/v1/campaigns/" + id + "/resume", Map.of());
            }
            all &= status.equals("completed");
        }
        return all;
    }

    private <T> T any(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy.getFirst();
    }

    private void until(String what, Callable<Boolean> condition) {
        await(what + ", see " + product.log()).atMost(IN_VAIN).until(condition);
    }

    private static void letItWork(int millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }
}
