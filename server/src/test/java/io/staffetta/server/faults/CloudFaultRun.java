package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.cloud.stub.CloudStubProcess.Taken;
import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two numbers of the Cloud API write to many people each, with many messages on their way at once, while the other side
 * misbehaves, repeats and mixes up what it says of them, and the product is killed again and again.
 */
final class CloudFaultRun {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration IN_VAIN = Duration.ofMinutes(3);
    private static final String ACCOUNT = "102290129340398";
    static final String TOKEN = "EAAfault";
    static final String APP_SECRET = "fault-secret";
    static final String VERIFY_TOKEN = "fault-word";

    private static final int NUMBERS = 2;
    private static final int LONG_ROUND = 10;
    /** The first of each campaign. */
    private static final String TAKEN_UNANSWERED = "393330000000";

    private static final String NOT_TAKEN = "393330010000";

    private final Random random;
    private final int people;
    private final int kills;
    private final CloudStubProcess stub;
    private final Product product;
    private final List<String> campaigns = new ArrayList<>();
    private String stateOfNotTaken = "";
    private LedgerProof.@Nullable Result books;

    CloudFaultRun(Path folder, long seed, int people, int kills) {
        this.random = new Random(seed);
        this.people = people;
        this.kills = kills;
        this.stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"));
        this.product = new Product(folder, List.of("--staffetta.outbound.allow=127.0.0.1:" + stub.port()));
    }

    /**
     * What was found.
     *
     * @param taken messages in the other side's ledger
     * @param doubtful messages in doubt, none of them taken
     * @param unfinished messages that neither ended nor are in doubt
     * @param repeated messages that were taken more than once
     * @param lost messages that are said to have left and were not taken
     * @param unsettled messages that were taken and are not known to have left
     */
    record Proof(int messages, int taken, int doubtful, int unfinished, int repeated, int lost, int unsettled) {}

    /** Everything that the product wrote into its log. */
    String log() throws IOException {
        return Files.readString(product.log());
    }

    Proof run() throws IOException {
        try (stub) {
            prepareOtherSide();
            product.start("");
            product.setUp();
            for (int i = 0; i < NUMBERS; i++) {
                connect(i);
            }
            for (int i = 0; i < NUMBERS; i++) {
                startCampaign(i);
            }
            dieWithMessagesOnTheirWay();
            Meddling meddling = new Meddling(product.api(), random, campaigns, List.of("n0", "n1"), this::anybody);
            for (int i = 0; i < kills; i++) {
                worksOn(10 + random.nextInt(20));
                meddling.once();
                worksOn(random.nextInt(20));
                if (i % 2 == 1) {
                    product.killBoth();
                } else {
                    product.killJvm();
                }
                product.start("");
            }
            await("every message's end, see " + product.log())
                    .atMost(IN_VAIN)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> settled(check()));
            System.out.println("over the Cloud API: " + meddling);
            // How much a short round sees before its work is done depends on the machine's speed.
            assertThat(kills < LONG_ROUND || meddling.complete())
                    .as(meddling.toString())
                    .isTrue();
            stateOfNotTaken = DatabaseOfData.client(product.data())
                    .sql("select state from message where phone = ?")
                    .param(Long.parseLong(NOT_TAKEN))
                    .query(String.class)
                    .single();
            books = new LedgerProof(product.data(), ledger()).check();
            return check();
        } finally {
            product.stop();
        }
    }

    /** What the product's own books say, held against the other side's; after the run. */
    LedgerProof.Result books() {
        return Objects.requireNonNull(books, "not run");
    }

    private List<JsonNode> ledger() {
        return stub.taken().stream()
                .<JsonNode>map(message -> JSON.createObjectNode()
                        .put("messageId", message.id())
                        .put("to", message.to())
                        .put("text", message.type()))
                .toList();
    }

    /** Any person but those whose messages are watched one by one. */
    private long anybody() {
        return 393_330_000_000L + 10_000L * random.nextInt(NUMBERS) + 1 + random.nextInt(people - 1);
    }

    private static boolean settled(Proof proof) {
        return proof.unfinished() == 0 && proof.unsettled() == 0;
    }

    /** Most messages are taken; some are taken without a word, some refused, some never arrive. */
    private void prepareOtherSide() {
        stub.statuses("sent", "delivered", "read", "delivered", "sent");
        stub.drive(
                "templates",
                Map.of(
                        "account",
                        ACCOUNT,
                        "templates",
                        List.of(Map.of(
                                "id",
                                "1",
                                "name",
                                "invito",
                                "language",
                                "it",
                                "category",
                                "MARKETING",
                                "status",
                                "APPROVED",
                                "components",
                                List.of(Map.of("type", "BODY", "text", "Ciao {{1}}"))))));
        List<Map<String, Object>> behaviours = new ArrayList<>();
        for (int i = 0; i < 2 * NUMBERS * people; i++) {
            behaviours.add(behaviour());
        }
        stub.plan("*", behaviours);
        stub.plan(TAKEN_UNANSWERED, Map.of("kind", "ACCEPT_THEN_HANG"));
        stub.plan(NOT_TAKEN, Map.of("kind", "BARE", "status", 500, "delayMillis", 300_000));
    }

    private Map<String, Object> behaviour() {
        return switch (random.nextInt(40)) {
            case 0 -> Map.of("kind", "ACCEPT_THEN_DROP");
            case 1 -> Map.of("kind", "EMPTY");
            case 2 -> Map.of("kind", "ERROR", "status", 400, "code", 131026);
            case 3 -> Map.of("kind", "ERROR", "status", 500, "code", 131000);
            case 4 -> Map.of("kind", "DROP");
            default -> Map.of("kind", "ACCEPT", "delayMillis", 20 + random.nextInt(80));
        };
    }

    private void connect(int index) {
        String id = "n" + index;
        String number = "20000000000" + index;
        stub.number(number, TOKEN, "+39 333 999 000" + index);
        Map<String, String> settings = Map.of(
                "phoneNumberId",
                number,
                "businessAccountId",
                ACCOUNT,
                "token",
                TOKEN,
                "appSecret",
                APP_SECRET,
                "verifyToken",
                VERIFY_TOKEN,
                "baseUrl",
                stub.baseUrl().toString(),
                "messagesPerSecond",
                "20");
        product.api()
                .post("/api/v1/sessions", Map.of("id", id, "engine", "cloud", "settings", settings))
                .orFail();
        String webhook = product.api()
                .get("/api/v1/sessions/" + id)
                .orFail()
                .body()
                .get("webhookUrl")
                .stringValue();
        // One app has one webhook: everything is said at the first number's address.
        if (index == 0) {
            stub.webhook(URI.create(product.address() + webhook), APP_SECRET);
        }
        product.api()
                .patch(
                        "/api/v1/sessions/" + id,
                        Map.of("hourlyLimit", 5_000, "dailyLimit", 5_000, "typingSimulation", false))
                .orFail();
        await(id + " is ready, see " + product.log())
                .atMost(IN_VAIN)
                .until(() -> product.api()
                        .get("/api/v1/sessions/" + id)
                        .body()
                        .path("state")
                        .asString("")
                        .equals("ready"));
    }

    private void startCampaign(int index) {
        Map<String, Object> none = Map.of("min", 0, "max", 0);
        String id = product.api()
                .post(
                        "/api/v1/campaigns",
                        Map.of(
                                "name",
                                "Invito " + index,
                                "sessionId",
                                "n" + index,
                                "messageTemplate",
                                Map.of("name", "invito", "language", "it", "body", List.of("{{nome}}")),
                                "messageDelay",
                                none,
                                "contactDelay",
                                none))
                .orFail()
                .body()
                .path("id")
                .asString();
        StringBuilder csv = new StringBuilder("telefono,nome\n");
        for (int person = 0; person < people; person++) {
            csv.append("+39333%07d,Persona %d%n".formatted(index * 10_000 + person, person));
        }
        product.api()
                .postCsv("/api/v1/campaigns/" + id + "/recipients", csv.toString())
                .orFail();
        campaigns.add(id);
        product.api()
                .post(
                        "/api/v1/campaigns/" + id + "/start",
                        Map.of("consent", Map.of("statement", "Hanno detto di sì al banco.")))
                .orFail();
    }

    /**
     * Dies at the two moments that matter: one message was handed over and not taken yet, another one was taken and not
     * answered. The other side holds both there; halt points inside the product are refused where sessions are real.
     */
    private void dieWithMessagesOnTheirWay() {
        await("a message that was taken, see " + product.log())
                .atMost(IN_VAIN)
                .until(() ->
                        stub.taken().stream().anyMatch(message -> message.to().equals(TAKEN_UNANSWERED)));
        await("a message that was handed over, see " + product.log())
                .atMost(IN_VAIN)
                .until(() -> stub.requests().stream()
                        .anyMatch(request -> request.toString().contains(NOT_TAKEN)));
        product.killJvm();
        product.start("");
    }

    /** Where the message stands that was handed over and not taken when the product died. */
    String stateOfTheOneNotTaken() {
        return stateOfNotTaken;
    }

    /** Waits for so many more to be taken, or for nothing more to come. */
    private void worksOn(int more) {
        int goal = stub.taken().size() + more;
        await("work goes on, see " + product.log())
                .atMost(IN_VAIN)
                .until(() -> stub.taken().size() >= goal || check().unfinished() == 0);
    }

    /** Compares what the product says of every message with what the other side took. */
    private Proof check() {
        JdbcClient jdbc = DatabaseOfData.client(product.data());
        Map<String, String> states = new HashMap<>();
        jdbc.sql("select phone, state from message")
                .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
        Set<String> taken = new HashSet<>();
        int repeated = 0;
        for (Taken message : stub.taken()) {
            repeated += taken.add(message.to()) ? 0 : 1;
        }
        int doubtful = 0;
        int unfinished = 0;
        int lost = 0;
        int unsettled = 0;
        for (Map.Entry<String, String> message : states.entrySet()) {
            String state = message.getValue();
            boolean left = Set.of("sent", "delivered", "read").contains(state);
            boolean doubt = Set.of("in_doubt", "unconfirmed").contains(state);
            boolean over = left || doubt || Set.of("failed", "skipped").contains(state);
            boolean there = taken.contains(message.getKey());
            doubtful += doubt ? 1 : 0;
            unfinished += over ? 0 : 1;
            lost += left && !there ? 1 : 0;
            unsettled += there && !left ? 1 : 0;
        }
        return new Proof(states.size(), taken.size(), doubtful, unfinished, repeated, lost, unsettled);
    }
}
