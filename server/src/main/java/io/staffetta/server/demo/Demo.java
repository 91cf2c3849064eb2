package io.staffetta.server.demo;

import io.staffetta.server.storage.DataFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two simulated numbers, a campaign of 25 people from a CSV, and a change of number half-way; then what really arrived,
 * from the simulator's own ledger. Ends the process: 0 if nothing was lost or repeated.
 */
@Component
@ConditionalOnProperty("staffetta.demo")
class Demo {

    private static final int PEOPLE = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final DataFolder folder;
    private final JsonMapper json;
    private final PrintStream out = System.out;
    private Instant begun = Instant.EPOCH;

    Demo(DataFolder folder, JsonMapper json) {
        this.folder = folder;
        this.json = json;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        ConfigurableApplicationContext context = event.getApplicationContext();
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        Thread.ofPlatform().name("demo").start(() -> {
            int code = show(port);
            context.close();
            System.exit(code);
        });
    }

    private int show(String port) {
        begun = Instant.now();
        try (DemoApi api = new DemoApi(json, port)) {
            return show(api);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IOException | RuntimeException e) {
            out.println("The demo failed: " + e);
            return 1;
        }
    }

    private int show(DemoApi api) throws IOException, InterruptedException {
        DemoWatch watch = new DemoWatch(api, this::say, PATIENCE);
        setUp(api);
        link(api, watch, "anna");
        link(api, watch, "bruno");
        String campaign = campaign(api);
        api.post("/api/v1/campaigns/" + campaign + "/start", Map.of());
        say("campaign started from anna; numbers live 20 times faster than real ones");
        watch.awaitSent(campaign, PEOPLE / 2, PEOPLE);
        JsonNode change = api.put("/api/v1/campaigns/" + campaign + "/session", Map.of("sessionId", "bruno"));
        say("number changed to bruno while running: "
                + change.path("sentMessages").asInt() + " sent, "
                + change.path("pendingMessages").asInt() + " to go, "
                + change.path("inFlight").asInt() + " of them in flight on anna");
        watch.awaitSent(campaign, PEOPLE, PEOPLE);
        return table(api, campaign);
    }

    private void setUp(DemoApi api) throws IOException, InterruptedException {
        String token = Files.readString(folder.path().resolve("setup-token")).strip();
        JsonNode made = api.post(
                "/api/v1/setup",
                Map.of(
                        "token",
                        token,
                        "email",
                        "demo@example.org",
                        "password",
                        UUID.randomUUID().toString()));
        api.useKey(made.path("apiKey").asString());
        say("set up with the one-time token");
    }

    private void link(DemoApi api, DemoWatch watch, String id) throws IOException, InterruptedException {
        api.post("/api/v1/sessions", Map.of("id", id, "name", id, "engine", "simulator"));
        api.patch("/api/v1/sessions/" + id, Map.of("hourlyLimit", 40));
        watch.awaitState(id, "qr_generated");
        api.post("/api/v1/simulator/sessions/" + id + "/scan", Map.of());
        JsonNode session = watch.awaitState(id, "ready");
        say(id + " linked by QR: " + session.path("phoneNumber").asString("") + ", "
                + session.path("state").asString(""));
    }

    private String campaign(DemoApi api) throws IOException, InterruptedException {
        String id = api.post(
                        "/api/v1/campaigns",
                        Map.of(
                                "name", "Invito",
                                "sessionId", "anna",
                                "template", "Ciao {{nome}}, ci vediamo sabato alle {{ora|18}}?"))
                .path("id")
                .asString();
        StringBuilder csv = new StringBuilder("telefono;nome;ora\r\n");
        for (int i = 1; i <= PEOPLE; i++) {
            csv.append("+39 333 100 00%02d;Ospite %d;%s\r\n".formatted(i, i, i % 3 == 0 ? "" : "19"));
        }
        csv.append("non un numero;Senza Numero;19\r\n");
        JsonNode report = api.postCsv("/api/v1/campaigns/" + id + "/recipients", csv.toString());
        say("CSV imported: " + report.path("accepted").asInt() + " people, "
                + report.path("rejected").asInt() + " row refused ("
                + report.path("errors").path(0).path("code").asString("") + ")");
        return id;
    }

    /** Who sent how many, by the ledger; and whether anybody got none, or more than one. */
    private int table(DemoApi api, String campaign) throws IOException, InterruptedException {
        Map<String, Integer> bySession = new TreeMap<>();
        Set<String> reached = new HashSet<>();
        int repeated = 0;
        for (JsonNode entry :
                api.get("/api/v1/simulator/ledger?after=0&limit=1000").path("items")) {
            bySession.merge(entry.path("sessionId").asString(""), 1, Integer::sum);
            repeated += reached.add(entry.path("to").asString("")) ? 0 : 1;
        }
        String status = api.get("/api/v1/campaigns/" + campaign).path("status").asString("");
        int lost = PEOPLE - reached.size();
        out.println();
        out.println("  sent by      messages");
        bySession.forEach((session, count) -> out.printf("  %-10s %10d%n", session, count));
        out.printf("  campaign %s, lost %d, repeated %d%n", status, lost, repeated);
        return lost == 0 && repeated == 0 ? 0 : 1;
    }

    private void say(String line) {
        out.printf("%5.1f s  %s%n", Duration.between(begun, Instant.now()).toMillis() / 1000.0, line);
    }
}
