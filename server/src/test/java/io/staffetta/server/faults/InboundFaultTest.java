package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was answered with success is worked in afterwards, exactly once, whoever is killed meanwhile and whichever node it
 * came to.
 */
class InboundFaultTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NUMBER = "300000000001";
    private static final String TOKEN = "EAApour-tok";
    private static final String APP_SECRET = "pour-app-secret";
    private static final String VERIFY_TOKEN = "pour-word";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final List<Product> products = new ArrayList<>();
    private CloudStubProcess stub;
    private Product first;
    private String webhook;

    @BeforeEach
    void start() throws IOException {
        stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"));
        stub.number(NUMBER, TOKEN, "+39 333 999 0001");
        first = product("first", List.of());
        first.start("");
        first.setUp();
        webhook = connect();
    }

    @AfterEach
    void stop() {
        // The first one's database is what the others use.
        products.reversed().forEach(Product::stop);
        stub.close();
    }

    private Product product(String name, List<String> more) throws IOException {
        List<String> options = new ArrayList<>(more);
        options.add("--staffetta.outbound.allow=127.0.0.1:" + stub.port());
        Product product = new Product(Files.createDirectories(folder.resolve(name)), options);
        products.add(product);
        return product;
    }

    private String connect() {
        Map<String, String> settings = Map.of(
                "phoneNumberId", NUMBER,
                "token", TOKEN,
                "appSecret", APP_SECRET,
                "verifyToken", VERIFY_TOKEN,
                "baseUrl", stub.baseUrl().toString());
        first.api()
                .post("/api/v1/sessions", Map.of("id", "shop", "engine", "cloud", "settings", settings))
                .orFail();
        await("a ready number, see " + first.log())
                .atMost(PATIENCE)
                .until(() -> first.api()
                        .get("/api/v1/sessions/shop")
                        .body()
                        .path("state")
                        .asString("")
                        .equals("ready"));
        return first.api()
                .get("/api/v1/sessions/shop")
                .orFail()
                .body()
                .get("webhookUrl")
                .stringValue();
    }

    private URI door(Product product) {
        return URI.create(product.address() + webhook);
    }

    private JdbcClient jdbc() {
        return DatabaseOfData.client(first.data());
    }

    @Test
    void killedWhileWebhooksPourInItWorksInOnceWhatItTook() {
        boolean full = System.getProperty("staffetta.faults", "").equals("full");
        try (WebhookPour pour = new WebhookPour(NUMBER, APP_SECRET, door(first)).begin()) {
            for (int i = 0; i < (full ? 10 : 2); i++) {
                pour.awaitMore(150);
                if (i % 2 == 1) {
                    first.killBoth();
                } else {
                    first.killJvm();
                }
                first.start("");
            }
            pour.awaitMore(50);
            pour.end();

            assertThat(pour.taken()).hasSizeGreaterThan(300);
            assertThat(pour.refusals()).as("killed in the middle").containsKey("none");
            provesExactlyOnce(pour.taken());
        }
    }

    @Test
    void whatComesToANodeThatDoesNotOwnTheSessionIsWorkedInOnceByWhoeverDoes() throws IOException {
        Product second = secondNode();
        List<String> owner = owners();
        try (WebhookPour pour = new WebhookPour(NUMBER, APP_SECRET, door(second)).begin()) {
            pour.awaitMore(100);
            await("the owner works in what came to the other, see " + first.log())
                    .atMost(PATIENCE)
                    .until(() -> !workedIn().isEmpty());
            assertThat(owners()).as("the session stays where it is").isEqualTo(owner);

            first.killJvm();
            pour.awaitMore(100);
            await("the other node takes the session over, see " + second.log())
                    .atMost(PATIENCE)
                    .until(() -> !owners().equals(owner));
            pour.end();

            provesExactlyOnce(pour.taken());
        }
    }

    /** Another node on the first one's database. */
    private Product secondNode() throws IOException {
        Product second = product("second", DatabaseOfData.options(first.data()));
        Path key = Path.of("keys", "vault.key");
        Files.createDirectories(second.data().resolve(key).getParent());
        Files.copy(first.data().resolve(key), second.data().resolve(key));
        second.start("");
        return second;
    }

    private List<String> owners() {
        return jdbc().sql("select node_id::text from session_owner")
                .query(String.class)
                .list();
    }

    private Set<String> workedIn() {
        return jdbc().sql("select source_id from inbound_message").query(String.class).list().stream()
                .collect(Collectors.toSet());
    }

    private long count(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    private void provesExactlyOnce(Set<String> taken) {
        await("all that was taken, see " + first.log())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> count("select count(*) from inbound_call where state = 'waiting'") == 0
                        && workedIn().containsAll(taken));
        assertThat(count("select count(*) from inbound_call where state = 'parked'"))
                .isZero();
        // A webhook that was kept and whose answer was lost may stand beside those: it is no message twice either.
        assertThat(count("select count(*) - count(distinct source_id) from inbound_message"))
                .as("messages twice")
                .isZero();
        assertThat(count("select count(*) from message_event where kind = 'contact' and phase = 'wrote'"))
                .as("each is published once")
                .isEqualTo(count("select count(*) from inbound_message"));
        assertThat(count("select count(*) from inbound_message where text = 'STOP' and not exists ("
                        + "select 1 from opt_out o where o.phone = inbound_message.phone)"))
                .as("people whose stop was not heard")
                .isZero();
        assertThat(workedIn().size() - taken.size())
                .as("kept without an answer: no more than were on their way at the kills")
                .isBetween(0, 200);
    }
}
