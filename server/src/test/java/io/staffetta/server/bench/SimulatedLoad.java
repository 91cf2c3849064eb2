package io.staffetta.server.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Simulated numbers of a product and the campaigns that go out through them. */
final class SimulatedLoad {

    private static final long FIRST_NUMBER = 393480000000L;
    private static final long FIRST_PERSON = 393400000000L;
    private static final int HIGHEST_LIMIT = 100_000;
    private static final Duration LONGEST_LINKING = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Map<String, Integer> NO_PAUSE = Map.of("min", 0, "max", 0);

    private final OwnProduct product;
    private final List<String> numbers = new ArrayList<>();
    private final AtomicLong people = new AtomicLong();

    SimulatedLoad(OwnProduct product) {
        this.product = product;
    }

    /** The ids of all numbers. */
    List<String> numbers() {
        return List.copyOf(numbers);
    }

    /** Links so many numbers that write as fast as they may, with limits that are never reached, and behave so. */
    void link(int count, Map<String, ?> behaviour) throws IOException {
        for (int i = 0; i < count; i++) {
            String id = "n" + i;
            product.call("POST", "/api/v1/sessions", Map.of("id", id, "engine", "simulator"));
            product.call(
                    "PATCH",
                    "/api/v1/sessions/" + id,
                    Map.of("hourlyLimit", HIGHEST_LIMIT, "dailyLimit", HIGHEST_LIMIT, "typingSimulation", false));
            numbers.add(id);
        }
        for (int i = 0; i < count; i++) {
            String path = "/api/v1/simulator/sessions/" + numbers.get(i);
            awaitState("qr_generated", numbers.get(i));
            product.call("POST", path + "/scan", Map.of("number", "+" + (FIRST_NUMBER + i)));
            product.call("PUT", path + "/behaviour", behaviour);
        }
        for (String id : numbers) {
            awaitState("ready", id);
        }
    }

    private void awaitState(String state, String id) throws IOException {
        long end = System.nanoTime() + LONGEST_LINKING.toNanos();
        while (!product.get("/api/v1/sessions/" + id).path("state").asString("").equals(state)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(id + " did not become " + state);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Starts a campaign from this number to so many people nobody has written to, with this pause; answers its id. */
    String start(String number, int recipients, int pauseMillis) throws IOException {
        String id = product.call(
                        "POST",
                        "/api/v1/campaigns",
                        Map.of(
                                "name",
                                "From " + number,
                                "sessionId",
                                number,
                                "template",
                                "Ciao {{nome}}, ci vediamo sabato?",
                                "messageDelay",
                                pause(pauseMillis),
                                "contactDelay",
                                NO_PAUSE))
                .get("id")
                .asString();
        long first = FIRST_PERSON + people.getAndAdd(recipients);
        StringBuilder csv = new StringBuilder("telefono,nome\n");
        for (long phone = first; phone < first + recipients; phone++) {
            csv.append('+').append(phone).append(",Persona ").append(phone).append('\n');
        }
        product.call("POST", "/api/v1/campaigns/" + id + "/recipients", csv.toString());
        product.call(
                "POST",
                "/api/v1/campaigns/" + id + "/start",
                Map.of("consent", Map.of("statement", "All of them agreed, for this measurement.")));
        return id;
    }

    /** Changes the pause of a campaign. */
    void pace(String campaign, int pauseMillis) throws IOException {
        product.call("PATCH", "/api/v1/campaigns/" + campaign, Map.of("messageDelay", pause(pauseMillis)));
    }

    private static Map<String, Integer> pause(int millis) {
        return Map.of("min", millis, "max", millis);
    }

    /** How many messages of campaigns have gone out. */
    long sent() {
        return product.jdbc()
                .sql("select coalesce(sum(sent), 0) from campaign")
                .query(Long.class)
                .single();
    }

    /** How many messages of campaigns go out a second, counted for this long. */
    double rate(Duration over) {
        long before = sent();
        long begun = System.nanoTime();
        LockSupport.parkNanos(over.toNanos());
        return (sent() - before) * 1e9 / (System.nanoTime() - begun);
    }
}
