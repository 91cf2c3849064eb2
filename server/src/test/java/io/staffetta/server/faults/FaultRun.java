package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import io.staffetta.server.faults.DatabaseTroubles.Trouble;
import io.staffetta.server.queue.HaltPoint;
import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;

/**
 * One run: campaigns over many numbers, killed, changed, paused and opted out of at random while they run, then brought
 * to their end and checked against the simulator's ledger.
 */
final class FaultRun {

    private static final Duration IN_VAIN = Duration.ofMinutes(8);

    private final FaultPlan plan;
    private final Random random;
    private final Stage stage;
    private final Product product;
    private final Fleet fleet;
    private final DatabaseTroubles database;
    private final List<Duration> starts = new ArrayList<>();
    private final List<Duration> resumptions = new ArrayList<>();
    private final Set<HaltPoint> halted = EnumSet.noneOf(HaltPoint.class);
    private final Map<Trouble, List<Duration>> troubles = new EnumMap<>(Trouble.class);
    private Duration goodEnd = Duration.ZERO;
    private int doubtsOfGoodOrder;
    private int kills;
    private int randomKills;
    private int killsOfBoth;
    private int changes;
    private int optOuts;
    private int pauses;

    FaultRun(FaultPlan plan, Path folder) throws IOException {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.stage = Stage.set(
                folder, new Fleet.Size(plan.sessions(), plan.people(), plan.hourlyLimit()), plan.timeFactor());
        this.product = stage.product();
        this.fleet = stage.fleet();
        this.database = new DatabaseTroubles(product, random);
    }

    /**
     * What was seen.
     *
     * @param starts from each start to the first healthy answer
     * @param resumptions from there to the next message that arrived
     * @param goodEnd from SIGTERM under load to the end of the process
     * @param doubtsOfGoodOrder messages in doubt since then
     * @param troubles of the database, each with the times from its end to the next message that arrived
     */
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
            List<Duration> resumptions,
            Duration goodEnd,
            int doubtsOfGoodOrder,
            Map<Trouble, List<Duration>> troubles) {}

    Seen run() throws IOException {
        try {
            product.start("");
            product.setUp();
            fleet.link();
            fleet.start(Map.of());
            for (HaltPoint point : HaltPoint.values()) {
                if (point != HaltPoint.INSIDE_IMPORT && point != HaltPoint.INSIDE_CHANGE) {
                    dieAt(point);
                }
            }
            dieInsideChange();
            dieInsideImport();
            for (Trouble trouble : Trouble.values()) {
                trouble(trouble);
            }
            while ((randomKills < plan.kills() || changes < plan.changes()) && fleet.somethingCanGo()) {
                disturb();
            }
            fleet.finish();
            LedgerProof.Result proof = fleet.proof();
            return new Seen(
                    proof,
                    kills,
                    randomKills,
                    killsOfBoth,
                    halted,
                    changes,
                    pauses,
                    optOuts,
                    starts,
                    resumptions,
                    goodEnd,
                    doubtsOfGoodOrder,
                    troubles);
        } finally {
            stage.close();
        }
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

    /** SIGTERM in the middle of work: what is on its way ends, and nothing is left in doubt. */
    private void endInGoodOrder() {
        Instant begun = Instant.now();
        product.endJvm();
        goodEnd = Duration.between(begun, Instant.now());
    }

    /** Something happens to the database; the product lives on, and goes on. */
    private void trouble(Trouble trouble) {
        database.happen(trouble);
        Instant over = Instant.now();
        fleet.awaitArrivals();
        troubles.computeIfAbsent(trouble, each -> new ArrayList<>()).add(Duration.between(over, Instant.now()));
    }

    private void dieInsideImport() throws IOException {
        fleet.awaitArrivals();
        int doubts = doubtsOfDeath();
        endInGoodOrder();
        product.start("inside_import");
        doubtsOfGoodOrder = doubtsOfDeath() - doubts;
        JsonNode made = product.api()
                .post("/api/v1/campaigns", Map.of("name", "Interrotta", "sessionId", "n0", "template", "Ciao {{nome}}"))
                .body();
        String id = made.path("id").asString("");
        StringBuilder csv = new StringBuilder(Fleet.CSV_HEAD);
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
        } else if (what < 9 && randomKills < plan.kills()) {
            killSomething();
        } else {
            trouble(any(List.of(Trouble.values())));
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
        long before = fleet.arrived();
        starts.add(product.start(""));
        if (fleet.somethingCanGo()) {
            await("the first message after a start, see " + product.log())
                    .atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> fleet.arrived() != before);
            resumptions.add(sinceHealthy());
        }
    }

    private int doubtsOfDeath() {
        return DatabaseOfData.client(product.data())
                .sql("select count(*) from message where last_error = 'process_death'")
                .query(Integer.class)
                .single();
    }

    private Duration sinceHealthy() {
        return Duration.between(product.healthySince(), Instant.now());
    }

    private void changeOneNumber() {
        String campaign = any(fleet.campaigns());
        String session = "n" + random.nextInt(plan.sessions());
        if (product.api()
                .put("/api/v1/campaigns/" + campaign + "/session", Map.of("sessionId", session))
                .ok()) {
            changes++;
        }
    }

    private void pauseForAMoment() {
        String campaign = any(fleet.campaigns());
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
