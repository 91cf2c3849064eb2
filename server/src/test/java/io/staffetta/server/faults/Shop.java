package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;

/** A session of a product, and the campaign that goes out through it. */
final class Shop {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Product product;
    private final String id;
    private final String path;

    Shop(Product product) {
        this(product, "shop");
    }

    /** Another one beside it. */
    Shop(Product product, String id) {
        this.product = product;
        this.id = id;
        this.path = "/api/v1/sessions/" + id;
    }

    /** Waits long enough for a product that is killed meanwhile, on a busy machine. */
    ConditionFactory patiently(String what) {
        return await(what + ", see " + product.log()).atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
    }

    /** Makes the session, which sends without a rhythm. */
    void open(String engine, Map<String, String> settings) {
        product.api()
                .post("/api/v1/sessions", Map.of("id", id, "name", "Shop", "engine", engine, "settings", settings))
                .orFail();
        product.api()
                .patch(path, Map.of("typingSimulation", false, "hourlyLimit", 1000, "dailyLimit", 1000))
                .orFail();
    }

    /** Makes it a linked device of this number. */
    void link(StandInWhatsApp whatsApp, long number) throws IOException, InterruptedException {
        open("baileys", Map.of());
        patiently("a QR code").until(() -> !qr().isEmpty());
        whatsApp.phone(number, "scan", Map.of("qr", qr()));
        awaitState("ready");
    }

    private String qr() {
        ApiClient.Answer answer = product.api().getJson(path + "/qr");
        return answer.ok() ? answer.body().path("code").asString("") : "";
    }

    /** The session as the API shows it. */
    JsonNode session() {
        return product.api().get(path).body();
    }

    void awaitState(String state) {
        patiently(id + " " + state)
                .until(() -> session().path("state").asString("").equals(state));
    }

    /** Starts a campaign to these people; answers its id. */
    String startCampaign(LongStream phones) {
        String campaign = product.api()
                .post(
                        "/api/v1/campaigns",
                        Map.of(
                                "name",
                                "Campagna",
                                "sessionId",
                                id,
                                "template",
                                "Ciao {{nome}}",
                                "messageDelay",
                                Map.of("min", 0, "max", 100)))
                .orFail()
                .body()
                .get("id")
                .asString();
        StringBuilder csv = new StringBuilder("telefono,nome\n");
        phones.forEach(phone -> csv.append("+%d,Persona %d%n".formatted(phone, phone)));
        product.api()
                .postCsv("/api/v1/campaigns/" + campaign + "/recipients", csv.toString())
                .orFail();
        product.api()
                .post(
                        "/api/v1/campaigns/" + campaign + "/start",
                        Map.of("consent", Map.of("statement", "All of them agreed, for this test.")))
                .orFail();
        return campaign;
    }

    /** Whether nobody waits any more. */
    boolean done() {
        return ids("'queued', 'claimed', 'sending'").isEmpty();
    }

    /** All are handed over or in doubt, and evidence was found of all that arrived. */
    void settle(Callable<? extends Collection<String>> arrived) {
        patiently("the end").until(this::done);
        patiently("evidence of what arrived")
                .untilAsserted(() -> assertThat(ids("'in_doubt'"))
                        .as("in doubt although they arrived")
                        .doesNotContainAnyElementsOf(arrived.call()));
    }

    private Set<String> ids(String states) {
        return new HashSet<>(DatabaseOfData.client(product.data())
                .sql("select coalesce(engine_message_id, 'none') from message where state in (" + states + ")")
                .query((row, n) -> row.getString(1))
                .list());
    }

    /** What people wrote, by WhatsApp's ids, as it is kept. */
    List<String> heard() {
        return DatabaseOfData.client(product.data())
                .sql("select source_id from inbound_message")
                .query(String.class)
                .list();
    }

    /** Holds what the product says of its messages against what arrived. */
    void proves(int people, List<JsonNode> ledger) {
        LedgerProof.Result proof = new LedgerProof(product.data(), ledger).check();
        System.out.println(proof);
        assertThat(proof.messages()).isEqualTo(people);
        proof.holds(proof.states().getOrDefault("in_doubt", 0));
    }
}
