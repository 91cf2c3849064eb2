package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sessions and the simulator's remote control over HTTP. */
class SessionRoutesTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static RunningServer server;
    private static String key;

    private final String id = "shop-" + COUNT.incrementAndGet();

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        key = server.setUp();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSessionIsCreatedScannedAndReady() {
        Answer created = post("/api/v1/sessions", Map.of("id", id, "name", "Shop", "engine", "simulator"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("simulated").asBoolean()).isTrue();
        assertThat(created.json().get("desired").asString()).isEqualTo("on");
        awaitStatus("qr_generated");
        Answer scanned = post("/api/v1/simulator/sessions/" + id + "/scan", Map.of("number", "+39 333 111 2222"));
        assertThat(scanned.json().get("phoneNumber").asString()).isEqualTo("+393331112222");
        awaitStatus("ready");

        JsonNode session = session();
        assertThat(session.get("phoneNumber").asString()).isEqualTo("+393331112222");
        assertThat(session.get("hourlyLimit").asInt()).isEqualTo(10);
        assertThat(session.get("dailyLimit").asInt()).isEqualTo(50);
        assertThat(session.at("/usage/lastHour").asInt(-1)).isZero();
        assertThat(session.at("/stats/messagesSent").asInt(-1)).isZero();
        assertThat(session.get("restriction").isNull()).isTrue();
        assertThat(session.get("lastProofOfLife").isString()).isTrue();
    }

    @Test
    void theCodeIsShownAsPictureOrJsonAndRefusedWithTheStateWhenThereIsNone() {
        create();
        awaitStatus("qr_generated");
        assertThat(get("/api/v1/sessions/" + id + "/qr").header("Content-Type")).isEqualTo("image/png");
        Answer svg = get("/api/v1/sessions/" + id + "/qr", "Accept", "image/svg+xml");
        assertThat(svg.text()).startsWith("<svg ");
        assertThat(svg.header("Cache-Control")).isEqualTo("no-store");
        Answer json = get("/api/v1/sessions/" + id + "/qr", "Accept", "application/json");
        assertThat(json.json().get("code").asString()).startsWith("SIMULATOR@");
        scan();
        Answer none = get("/api/v1/sessions/" + id + "/qr", "Accept", "image/png");
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.code()).isEqualTo("no_qr");
        assertThat(none.json().at("/details/state").asString()).isEqualTo("ready");
        assertThat(status()).isEqualTo("ready");
    }

    @Test
    void timesThatNobodyCanMeanAreRefused() {
        ready();

        Answer clock = server.send(
                "PUT", "/api/v1/simulator/clock", "{\"now\":\"+999999999-01-01T00:00:00Z\"}", "X-Api-Key", key);
        Answer restriction =
                post("/api/v1/simulator/sessions/" + id + "/restrict", Map.of("duration", "PT99999999999999H"));

        assertThat(clock.status()).isEqualTo(400);
        assertThat(clock.code()).isEqualTo("invalid_field");
        assertThat(restriction.code()).isEqualTo("invalid_field");
        assertThat(status()).isEqualTo("ready");
    }

    @Test
    void aPairingCodeIsGivenForANumber() {
        create();
        awaitStatus("qr_generated");
        Answer code = post("/api/v1/sessions/" + id + "/pairing-code", Map.of("phoneNumber", "+39 333 111 2233"));
        assertThat(code.status()).isEqualTo(200);
        assertThat(code.json().get("code").asString()).hasSize(9);
        scan();
        assertThat(session().get("phoneNumber").asString()).isEqualTo("+393331112233");
    }

    @Test
    void whatARestoreHeldGoesWhenItIsReleased() {
        ready();
        server.database()
                .jdbc()
                .sql(
                        "update lane set status = 'paused' where session_pk = (select id from wa_session where session_id = ?)")
                .param(id)
                .update();
        String message = post("/api/v1/messages", Map.of("sessionId", id, "to", "+393331000042", "text", "Ciao"))
                .json()
                .get("id")
                .asString();
        assertThat(post("/api/v1/messages/" + message + "/force-send", Map.of()).code())
                .isEqualTo("messages_held");

        assertThat(post("/api/v1/sessions/" + id + "/release", Map.of()).status())
                .isEqualTo(200);

        await().until(() -> get("/api/v1/messages/" + message)
                .json()
                .get("status")
                .asString()
                .matches("sent|delivered|read"));
        assertThat(post("/api/v1/sessions/" + id + "/release", Map.of()).code()).isEqualTo("nothing_held");
    }

    @Test
    void aSessionIsSwitchedOffAndOnLoggedOutAndDeleted() {
        ready();
        assertThat(post("/api/v1/sessions/" + id + "/stop", Map.of())
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("stopped");
        assertThat(session().get("desired").asString()).isEqualTo("off");
        post("/api/v1/sessions/" + id + "/start", Map.of());
        awaitStatus("ready");
        post("/api/v1/sessions/" + id + "/restart", Map.of());
        awaitStatus("ready");
        assertThat(post("/api/v1/sessions/" + id + "/logout", Map.of())
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("logged_out");
        assertThat(server.send("DELETE", "/api/v1/sessions/" + id, null, "X-Api-Key", key)
                        .status())
                .isEqualTo(204);
        assertThat(get("/api/v1/sessions/" + id).status()).isEqualTo(404);
    }

    @Test
    void whatIsChangedIsRead() {
        create();
        Answer changed = server.send("PATCH", "/api/v1/sessions/" + id, """
                {"hourlyLimit": 30, "dailyLimit": 200, "typingSimulation": false, "ownNumber": "+39 333 111 2244",
                 "timeZone": "America/Sao_Paulo", "defaultCountry": "br", "name": "Loja"}
                """, "X-Api-Key", key);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        JsonNode session = session();
        assertThat(session.get("hourlyLimit").asInt()).isEqualTo(30);
        assertThat(session.get("dailyLimit").asInt()).isEqualTo(200);
        assertThat(session.get("typingSimulation").asBoolean()).isFalse();
        assertThat(session.get("ownNumber").asString()).isEqualTo("+393331112244");
        assertThat(session.get("timeZone").asString()).isEqualTo("America/Sao_Paulo");
        assertThat(session.get("defaultCountry").asString()).isEqualTo("BR");
        assertThat(session.get("name").asString()).isEqualTo("Loja");
    }

    @Test
    void whatCannotBeIsRefusedWithACode() {
        create();
        assertThat(post("/api/v1/sessions", Map.of("id", id)).code()).isEqualTo("session_exists");
        assertThat(post("/api/v1/sessions", Map.of("id", "webhook")).code()).isEqualTo("reserved_session_id");
        assertThat(post("/api/v1/sessions", Map.of("id", "a/b")).code()).isEqualTo("invalid_session_id");
        assertThat(post("/api/v1/sessions", Map.of("id", "x", "engine", "fax")).code())
                .isEqualTo("unknown_engine");
        assertThat(post("/api/v1/sessions", Map.of("id", "x", "colour", "red")).code())
                .isEqualTo("unknown_field");
        assertThat(get("/api/v1/sessions/nobody").code()).isEqualTo("session_not_found");
        assertThat(get("/api/v1/sessions?state=asleep").code()).isEqualTo("unknown_session_state");
        assertThat(server.get("/api/v1/sessions").status()).isEqualTo(401);
    }

    @Test
    void sessionsAreListedInPagesAndFound() {
        create();
        String other = id + "-two";
        post("/api/v1/sessions", Map.of("id", other));
        JsonNode found = get("/api/v1/sessions?search=" + id).json();
        assertThat(found.get("items")).hasSize(2);
        assertThat(found.get("next").isNull()).isTrue();
        JsonNode first = get("/api/v1/sessions?limit=1&search=" + id).json();
        assertThat(first.at("/items/0/id").asString()).isEqualTo(id);
        JsonNode second = get("/api/v1/sessions?limit=1&search=" + id + "&cursor="
                        + first.get("next").asString())
                .json();
        assertThat(second.at("/items/0/id").asString()).isEqualTo(other);
    }

    @Test
    void thePhoneDropsBansAndRestricts() {
        ready();
        assertThat(simulator("restrict", Map.of("duration", "PT2H")).status()).isEqualTo(204);
        awaitStatus("restricted");
        assertThat(session().at("/restriction/kind").asString()).isEqualTo("new_chats");
        simulator("unrestrict", Map.of());
        awaitStatus("ready");
        simulator("drop", Map.of("reason", "tunnel"));
        awaitStatus("disconnected");
        assertThat(session().get("detail").asString()).isEqualTo("tunnel");
        post("/api/v1/sessions/" + id + "/start", Map.of());
        awaitStatus("ready");
        simulator("ban", Map.of());
        awaitStatus("error");
        assertThat(session().get("reason").asString()).isEqualTo("banned");
    }

    @Test
    void behaviourIsSetInPartsWithDelaysInAnyForm() {
        ready();
        Answer set = server.send(
                "PUT",
                "/api/v1/simulator/sessions/" + id + "/behaviour",
                "{\"acceptDelay\": 250, \"deliverDelay\": \"PT1S\", \"readDelay\": {\"min\": 0, \"max\": \"PT3S\"},"
                        + " \"unknownRate\": 0.5}",
                "X-Api-Key",
                key);
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.json().at("/acceptDelay/min").asString()).isEqualTo("PT0.25S");
        assertThat(set.json().at("/readDelay/max").asString()).isEqualTo("PT3S");
        assertThat(set.json().get("unknownRate").asDouble()).isEqualTo(0.5);
        assertThat(set.json().get("refuseRate").asDouble()).isZero();
    }

    @Test
    void peopleWriteAndTheLedgerIsRead() {
        ready();
        Answer said = simulator("say", Map.of("from", "+39 333 999 8877", "text", "ciao"));
        assertThat(said.json().get("messageId").asString()).isNotBlank();
        assertThat(get("/api/v1/simulator/ledger?after=0&limit=10").json().get("items"))
                .isEmpty();
        assertThat(get("/api/v1/simulator/ledger?limit=0").code()).isEqualTo("invalid_limit");
    }

    @Test
    void theClockIsSet() {
        JsonNode before = get("/api/v1/simulator/clock").json();
        Answer after = server.send(
                "PUT", "/api/v1/simulator/clock", "{\"advance\": \"PT48H\", \"factor\": 2}", "X-Api-Key", key);
        assertThat(after.status()).as(after.text()).isEqualTo(200);
        assertThat(java.time.Instant.parse(after.json().get("now").asString()))
                .isAfter(java.time.Instant.parse(before.get("now").asString()).plus(java.time.Duration.ofHours(47)));
        assertThat(get("/api/v1/simulator/clock").json().get("factor").asDouble())
                .isEqualTo(2);
        assertThat(server.send("PUT", "/api/v1/simulator/clock", "{\"factor\": 0}", "X-Api-Key", key)
                        .code())
                .isEqualTo("invalid_clock");
        server.send("PUT", "/api/v1/simulator/clock", "{\"factor\": 1}", "X-Api-Key", key);
    }

    @Test
    @Contract("door1.sessions")
    void doorOneShowsSessionsInItsWords() {
        ready();
        JsonNode one = get("/api/whatsapp-sessions/" + id).json();
        assertThat(one.get("success").asBoolean()).isTrue();
        JsonNode data = one.get("data");
        assertThat(data.propertyNames())
                .containsExactlyInAnyOrder("sessionId", "name", "phoneNumber", "isActive", "status", "stats");
        assertThat(data.get("status").asString()).isEqualTo("connected");
        assertThat(data.get("isActive").asBoolean()).isTrue();
        assertThat(data.at("/stats/messagesSent").asInt(-1)).isZero();
        assertThat(data.get("phoneNumber").asString()).startsWith("+").contains(" ");
        assertThat(get("/api/whatsapp-sessions").json().get("data").valueStream())
                .anyMatch(each -> each.get("sessionId").asString().equals(id));
        Answer missing = get("/api/whatsapp-sessions/nobody");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json().get("success").asBoolean()).isFalse();
        assertThat(missing.json().get("message").asString()).isEqualTo("Sessione WhatsApp non trovata");
    }

    private void create() {
        assertThat(post("/api/v1/sessions", Map.of("id", id)).status()).isEqualTo(201);
    }

    private void ready() {
        create();
        awaitStatus("qr_generated");
        scan();
    }

    private void scan() {
        assertThat(simulator("scan", Map.of()).status()).isEqualTo(200);
        awaitStatus("ready");
    }

    private Answer simulator(String what, Map<String, ?> body) {
        return post("/api/v1/simulator/sessions/" + id + "/" + what, body);
    }

    private JsonNode session() {
        return get("/api/v1/sessions/" + id).json();
    }

    private String status() {
        return session().get("status").asString();
    }

    private void awaitStatus(String status) {
        await().pollInterval(java.time.Duration.ofMillis(20)).until(() -> status().equals(status));
    }

    private static Answer get(String path, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "X-Api-Key";
        all[headers.length + 1] = key;
        return server.get(path, all);
    }

    private static Answer post(String path, Map<String, ?> body) {
        return server.post(path, body, "X-Api-Key", key);
    }
}
