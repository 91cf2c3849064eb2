package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.pigeon.PigeonEngine;
import io.staffetta.server.pigeon.PigeonPost;
import io.staffetta.server.web.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Calls from outside against the whole product, over an engine of the tests' own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboundCallsTest {

    private static final String SEAL = "the seal";
    private static final Map<String, Object> INVITATION =
            Map.of("name", "invito", "language", "it", "body", List.of("Anna"));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningServer server = RunningServer.start(
            Map.of(
                    "staffetta.inbound.body-limit",
                    "64KB",
                    "logging.level.io.staffetta",
                    "trace",
                    "logging.level.org.springframework",
                    "debug"),
            PigeonEngine.class);
    private final String key = server.setUp();
    private final PigeonEngine engine = server.bean(PigeonEngine.class);
    private String shop;
    private String office;

    @BeforeAll
    void sessions() {
        shop = session("shop", "393331110001");
        office = session("office", "393331110002");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theAddressAnswersAChallenge() {
        Answer answer = server.get(shop + "?challenge=4711%20x");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("4711 x");
    }

    @Test
    void whatIsNotSealedIsRefusedAndNotKept() {
        long before = calls();
        assertThat(server.send("POST", shop, "wrote f1 393339990001 Stop", "X-Seal", "forged")
                        .status())
                .isEqualTo(403);
        assertThat(server.send("POST", shop, "wrote f1 393339990001 Stop").status())
                .isEqualTo(403);
        assertThat(calls()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/../shop", "%2e%2e/x", ";a=b", "/"})
    void otherAddressesAreNobodys(String more) {
        assertThat(call(shop + more, "wrote x1 393339990001 Ciao").status()).isIn(404, 405);
    }

    @Test
    void theTokenOfOneEngineOpensNoOther() {
        assertThat(call(shop.replace("/pigeon/", "/simulator/"), "wrote x1 393339990001 Ciao")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThat(call(shop, "wrote x1 393339990001 " + "a".repeat(70_000)).status())
                .isEqualTo(413);
    }

    @Test
    void aPersonsMessageReachesTheirContact() {
        assertThat(call(shop, "wrote m1 393339990002 Buongiorno").status()).isEqualTo(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/api/v1/contacts?search=393339990002")
                                .path("items")
                                .valueStream())
                        .hasSize(1));
    }

    @Test
    void aRepeatedCallIsKeptOnce() {
        String body = "key r1\nwrote m2 393339990003 Ciao";
        assertThat(call(shop, body).status()).isEqualTo(200);
        assertThat(call(shop, body).status()).isEqualTo(200);
        assertThat(count("select count(*) from inbound_call where repeat_key is not null and session_pk ="
                        + " (select id from wa_session where session_id = 'shop')"))
                .isOne();
    }

    @Test
    void receiptsMoveMessagesAndAnEchoSettlesAnUnknownOutcome() {
        engine.answer = message -> new SendOutcome.Unknown("a reset after writing");
        String id = message("shop", "+393339990004");
        awaitMessage(id, "in_doubt");
        String attempt = engine.sent.getLast().attemptId().toString();
        call(shop, "receipt wamid-77 delivered " + attempt);
        awaitMessage(id, "delivered");
        call(shop, "receipt wamid-77 read");
        awaitMessage(id, "read");
        engine.answer = message -> new SendOutcome.Accepted("pigeon-" + message.attemptId());
    }

    @Test
    void whoIsRefusedForNotWantingMessagesHasOptedOut() {
        engine.answer = message -> new SendOutcome.Refused(EndReason.OPTED_OUT, "131050", SendOutcome.Scope.PERSON);
        String id = message("shop", "+393339990020");
        awaitMessage(id, "failed");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/api/v1/opt-outs").toString()).contains("393339990020"));
        engine.answer = message -> new SendOutcome.Accepted("pigeon-" + message.attemptId());
    }

    @Test
    void anotherAttemptsEchoSettlesNothing() {
        engine.answer = message -> new SendOutcome.Unknown("a reset after writing");
        String id = message("office", "+393339990005");
        awaitMessage(id, "in_doubt");
        String attempt = engine.sent.getLast().attemptId().toString();
        // The right attempt, said of another session; then another attempt of the right one.
        call(shop, "receipt wamid-78 delivered " + attempt);
        call(office, "receipt wamid-78 delivered 00000000-0000-4000-8000-000000000001\nwrote m9 393339990009 Fin qui");
        await().atMost(PATIENCE).until(() -> count("select count(*) from inbound_message where source_id = 'm9'") == 1);
        awaitNothingWaits();
        assertThat(get("/api/v1/messages/" + id).path("status").asString()).isEqualTo("in_doubt");
        engine.answer = message -> new SendOutcome.Accepted("pigeon-" + message.attemptId());
    }

    @Test
    void whatIsSaidOfAnotherAccountGoesToItsSession() {
        call(
                shop,
                "@393331110002 wrote m3 393339990006 Per l'ufficio\n@390000000000 wrote m4 393339990007 Per nessuno");
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from inbound_message i join wa_session s on s.id = i.session_pk"
                                + " where i.source_id = 'm3' and s.session_id = 'office'")
                        == 1);
        awaitNothingWaits();
        assertThat(count("select count(*) from inbound_message where source_id = 'm4'"))
                .isZero();
    }

    @Test
    void aCallThatCannotBeReadIsParkedAndHoldsNobodyUp() {
        call(office, "boom");
        call(office, "nonsense");
        call(office, "wrote m5 393339990008 Dopo");
        await().atMost(PATIENCE).until(() -> count("select count(*) from inbound_message where source_id = 'm5'") == 1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/api/v1/inbound-calls?state=parked")
                                .path("items")
                                .valueStream()
                                .map(call -> call.path("reason").asString()))
                        .contains("IllegalArgumentException", "a line that is not understood"));
        long parked =
                get("/api/v1/inbound-calls").path("items").get(0).path("id").asLong();
        assertThat(server.send("POST", "/api/v1/inbound-calls/" + parked + "/retry", "{}", "X-Api-Key", key)
                        .status())
                .isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from inbound_call where state = 'parked' and id = " + parked) == 1);
    }

    @Test
    void whatWaitedWhenAProcessDiedIsWorkedIn() {
        server.database().jdbc().sql("""
                insert into inbound_call (owner_id, session_pk, body, received_at)
                select owner_id, id, 'wrote m6 393339990010 Prima della caduta', now() from wa_session
                where session_id = 'shop'
                """).update();
        await().atMost(PATIENCE).until(() -> count("select count(*) from inbound_message where source_id = 'm6'") == 1);
        awaitNothingWaits();
        assertThat(count("select count(*) from inbound_call where state = 'done' and length(body) > 0"))
                .isZero();
    }

    @Test
    void aRenewedAddressShutsTheOneBefore() {
        String before = session("fresh", "393331110003");
        assertThat(call(before, "wrote m7 393339990011 Ciao").status()).isEqualTo(200);
        Answer renewed = server.send("POST", "/api/v1/sessions/fresh/webhook-url", "{}", "X-Api-Key", key);
        String after = renewed.json().path("webhookUrl").asString();
        assertThat(call(before, "wrote m8 393339990011 Ciao").status()).isEqualTo(404);
        assertThat(call(after, "wrote m8 393339990011 Ciao").status()).isEqualTo(200);
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void theAddressIsShownToManagersOnlyAndNeverLogged() {
        try (LogLines lines = LogLines.of(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            call(shop, "wrote m11 393339990012 Segreto");
            server.send("POST", shop, "forged", "X-Seal", "no");
            server.get(shop + "?challenge=1");
            call(shop.substring(0, shop.length() - 1), "x");
            String reader = server.post(
                            "/api/v1/api-keys",
                            Map.of("name", "reader", "scopes", java.util.List.of("read")),
                            "X-Api-Key",
                            key)
                    .json()
                    .path("key")
                    .asString();
            assertThat(server.get("/api/v1/sessions/shop", "X-Api-Key", reader)
                            .json()
                            .path("webhookUrl")
                            .isNull())
                    .isTrue();
            awaitNothingWaits();
            assertThat(lines.text()).doesNotContain(shop.substring("/inbound/pigeon/".length()), "Segreto");
        }
    }

    private String session(String id, String phone) {
        Answer made = server.post(
                "/api/v1/sessions",
                Map.of(
                        "id",
                        id,
                        "engine",
                        "pigeon",
                        "settings",
                        Map.of("phone", phone, "token", "a token", "seal", SEAL)),
                "X-Api-Key",
                key);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        server.send(
                "PATCH",
                "/api/v1/sessions/" + id,
                "{\"hourlyLimit\":1000,\"dailyLimit\":1000,\"typingSimulation\":false}",
                "X-Api-Key",
                key);
        await().atMost(PATIENCE)
                .until(() ->
                        get("/api/v1/sessions/" + id).path("state").asString().equals("ready"));
        assertThat(made.json().path("webhookUrl").isNull()).isTrue();
        return get("/api/v1/sessions/" + id).path("webhookUrl").asString();
    }

    private String message(String session, String to) {
        Answer accepted = server.post(
                "/api/v1/messages", Map.of("sessionId", session, "to", to, "template", INVITATION), "X-Api-Key", key);
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        return accepted.json().path("id").asString();
    }

    private void awaitMessage(String id, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get("/api/v1/messages/" + id).path("status").asString())
                        .isEqualTo(status));
    }

    private void awaitNothingWaits() {
        await().atMost(PATIENCE).until(() -> count("select count(*) from inbound_call where state = 'waiting'") == 0);
    }

    private Answer call(String address, String body) {
        return server.send("POST", address, body, "X-Seal", PigeonPost.seal(SEAL, body));
    }

    private JsonNode get(String path) {
        return server.get(path, "X-Api-Key", key).json();
    }

    private long calls() {
        return count("select count(*) from inbound_call");
    }

    private long count(String sql) {
        return server.database().jdbc().sql(sql).query(Long.class).single();
    }
}
