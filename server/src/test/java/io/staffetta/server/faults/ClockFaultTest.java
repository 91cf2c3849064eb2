package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The business clock of running campaigns jumps: an hour and a day, forwards and back, and over both changes of daylight
 * saving time. Limits and hours hold, nothing comes in a burst, and nothing waits for a clock that was wrong.
 */
@EnabledIfSystemProperty(
        named = "staffetta.faults",
        matches = "full",
        disabledReason = "a round of its own; run with --faults")
class ClockFaultTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final int FIRST_HOUR = 8;
    private static final int LAST_HOUR = 22;
    private static final int NUMBERS = 8;
    private static final int PER_HOUR = 30;
    /** An hour takes fifteen real seconds, a day six minutes. */
    private static final int TIME_FACTOR = 240;

    private static final Duration A_WHILE = Duration.ofSeconds(4);
    /** Six hours of the clock: longer than the hour or two for which a number may wait after a jump, far less than a day. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Product product;
    private Simulator simulator;
    private Fleet fleet;
    private final List<Jump> jumps = new ArrayList<>();
    private final Map<Duration, Long> waits = new LinkedHashMap<>();

    /** From a time to another one. */
    private record Jump(Instant from, Instant to) {

        boolean back() {
            return to.isBefore(from);
        }

        Instant middle() {
            return from.plus(Duration.between(from, to).dividedBy(2));
        }
    }

    @Test
    void limitsAndHoursHoldWhicheverWayTheClockJumps() throws IOException {
        try (Stage stage = Stage.set(folder, new Fleet.Size(NUMBERS, 300, PER_HOUR), TIME_FACTOR)) {
            product = stage.product();
            simulator = stage.simulator();
            fleet = stage.fleet();
            product.start("");
            product.setUp();
            fleet.link();
            jumpTo(ZonedDateTime.of(2027, 3, 27, 10, 0, 0, 0, ROME));
            jumps.clear();
            fleet.start(Map.of(
                    "messageDelay",
                    Map.of("min", 1_000, "max", 3_000),
                    "businessHours",
                    Map.of("enabled", true, "startHour", FIRST_HOUR, "endHour", LAST_HOUR, "timeZone", ROME.getId())));
            moved();
            overDaylightSaving();
            end();
            LedgerProof.Result proof = fleet.proof();
            List<JsonNode> ledger = simulator.ledger();
            int bursts = overLimit(ledger);
            System.out.println(
                    "clock: %d jumps; ms to the next messages after each of the first: %s; over limit %d, at night %d%n%s"
                            .formatted(jumps.size(), waits, bursts, atNight(ledger), proof));
            proof.withOverLimit(bursts).holds();
            assertThat(atNight(ledger)).as("sent outside the hours").isZero();
        }
    }

    /** The campaigns were started while the clock was a day ahead. */
    private void moved() throws IOException {
        work();
        for (Duration jump :
                List.of(Duration.ofDays(-1), Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(1))) {
            jumpTo(now().plus(jump).atZone(ROME));
            waits.put(jump, work().toMillis());
        }
    }

    /** To shortly before the night in which an hour is skipped, and the one in which an hour comes twice. */
    private void overDaylightSaving() throws IOException {
        jumpTo(ZonedDateTime.of(2027, 3, 27, LAST_HOUR - 1, 50, 0, 0, ROME));
        sleep();
        jumpTo(ZonedDateTime.of(2027, 3, 28, FIRST_HOUR - 1, 50, 0, 0, ROME));
        work();
        jumpTo(ZonedDateTime.of(2027, 10, 30, LAST_HOUR - 1, 50, 0, 0, ROME));
        sleep();
        jumpTo(ZonedDateTime.of(2027, 10, 31, FIRST_HOUR - 1, 50, 0, 0, ROME));
        work();
    }

    /** More arrives before long than was on its way, and some more in a while. Returns how long the first took. */
    private Duration work() throws IOException {
        Instant begun = Instant.now();
        int before = simulator.messages();
        await("messages after a jump, see " + product.log())
                .atMost(PATIENCE)
                .until(() -> simulator.messages() > before + NUMBERS);
        Duration waited = Duration.between(begun, Instant.now());
        RealTime.pass(A_WHILE);
        return waited;
    }

    /** The hours end in the meantime. */
    private static void sleep() {
        RealTime.pass(A_WHILE.multipliedBy(3));
    }

    private void end() {
        await("the campaigns' end, see " + product.log())
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    ZonedDateTime now = now().atZone(ROME);
                    boolean open = now.getHour() >= FIRST_HOUR && now.getHour() < LAST_HOUR - 1;
                    jumpTo(open ? now.plusMinutes(61) : now.plusDays(1).withHour(FIRST_HOUR));
                    return fleet.allCompleted();
                });
    }

    private Instant now() {
        return Instant.parse(product.api()
                .get("/api/v1/simulator/clock")
                .orFail()
                .body()
                .get("now")
                .asString());
    }

    private void jumpTo(ZonedDateTime to) {
        Instant from = now();
        Instant there = to.toInstant();
        product.api()
                .put("/api/v1/simulator/clock", Map.of("now", there.toString()))
                .orFail();
        jumps.add(new Jump(from, there));
    }

    /**
     * How many messages went beyond a number's limit in 60 minutes of time that really passed on the clock: an hour that
     * the clock went back was no time to send anew.
     */
    private int overLimit(List<JsonNode> ledger) {
        List<Jump> back = jumps.stream().filter(Jump::back).toList();
        Map<String, List<Instant>> sent = new HashMap<>();
        Duration lived = Duration.ZERO;
        int next = 0;
        for (JsonNode entry : ledger) {
            Instant at = Instant.parse(entry.get("at").asString());
            while (next < back.size()
                    && !at.isBefore(back.get(next).to())
                    && at.isBefore(back.get(next).middle())) {
                lived = lived.plus(
                        Duration.between(back.get(next).to(), back.get(next).from()));
                next++;
            }
            sent.computeIfAbsent(entry.get("from").asString(), each -> new ArrayList<>())
                    .add(at.plus(lived));
        }
        return sent.values().stream().mapToInt(ClockFaultTest::beyond).sum();
    }

    /** One more is no burst: what was on its way when the clock jumped arrived by the time after the jump. */
    private static int beyond(List<Instant> sent) {
        int beyond = 0;
        for (int i = PER_HOUR + 1; i < sent.size(); i++) {
            Instant window = sent.get(i).minus(Duration.ofMinutes(60)).plus(Duration.ofSeconds(TIME_FACTOR * 3L));
            beyond += sent.get(i - PER_HOUR - 1).isAfter(window) ? 1 : 0;
        }
        return beyond;
    }

    /** A message that was marked before the hours ended may arrive a little later. */
    private static long atNight(List<JsonNode> ledger) {
        return ledger.stream()
                .map(entry -> Instant.parse(entry.get("at").asString()).atZone(ROME))
                .filter(at -> at.getHour() < FIRST_HOUR
                        || at.minusMinutes(TIME_FACTOR / 10).getHour() >= LAST_HOUR)
                .count();
    }
}
