package io.staffetta.server.web.doors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for all routes of this door: paths, owners, languages, bodies. */
class AdminDoorRulesTest {

    private static final List<String> WITH_BODIES = List.of(
            "/groom/send",
            "/api/whatsapp-service/groom/send",
            "/api/admin/whatsapp/groom/test/",
            "/api/admin/whatsapp/groom/status/",
            "/api/admin/whatsapp-events/",
            "/api/admin/whatsapp-queue/retry-failed/");

    private static AdminWorld world;
    private static long message;
    private static String[] stranger;

    @BeforeAll
    static void start() {
        world = new AdminWorld();
        world.numbers.unlinked("groom");
        message = world.send("groom");
        stranger = world.stranger();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api",
                "sessions",
                "webhook",
                "webhooks",
                "events",
                "health",
                "docs",
                "setup",
                "login",
                "campaigns",
                "numbers",
                "queue",
                "contacts",
                "log",
                "settings",
                "assets",
                "inbound",
                "metrics",
                "default",
                "whatsapp-web",
                "Status",
                "qr"
            })
    @Contract("door2.integration")
    void noSessionTakesTheNameOfARoute(String id) {
        Answer refused = world.numbers.any("POST", "/api/v1/sessions", Map.of("id", id, "engine", "simulator"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("reserved_session_id");
    }

    @ParameterizedTest
    @CsvSource({
        "/sessions/status, sessions",
        "/webhook/status, webhook",
        "/health/status, health",
        "/events/qr, events",
        "/docs/status, docs"
    })
    @Contract("door2.integration")
    void theRoutesOfASessionSwallowNoOthers(String path, String notASession) {
        Answer answer = world.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(world.get("/health").json().path("status").asString()).isEqualTo("ok");
        assertThat(world.server.get("/docs/openapi.json").status()).isEqualTo(200);
        assertThat(world.get("/" + notASession + "/status").code()).isIn("session_not_found", "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/numbers/status", "/campaigns/status", "/queue", "/log"})
    @Contract("door2.integration")
    void theDashboardsPagesStayPages(String path) {
        Answer answer = world.server.get(path, "Accept", "text/html");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/admin/whatsapp/%s/status",
                "GET /api/admin/whatsapp/%s/qr",
                "GET /api/admin/whatsapp/%s/settings",
                "POST /api/admin/whatsapp/%s/refresh",
                "POST /api/admin/whatsapp/%s/logout",
                "POST /api/admin/whatsapp/%s/test",
                "GET /%s/status",
                "GET /%s/qr",
                "POST /%s/refresh",
                "POST /%s/logout"
            })
    @Contract("rules.ownership")
    void anUnknownAndAForeignSessionLookTheSame(String route) {
        String[] parts = route.split(" ", 2);
        JsonNode unknown = refused(parts[0], parts[1].formatted("nobody"), "session_not_found");
        JsonNode foreign = refused(parts[0], parts[1].formatted("groom"), "session_not_found");
        assertThat(foreign).isEqualTo(unknown);
        if (!parts[1].startsWith("/%s")) {
            assertThat(refused(parts[0], parts[1].formatted("groom") + "/", "session_not_found"))
                    .isEqualTo(unknown);
        }
        assertThat(world.server
                        .send(parts[0], parts[1].formatted("groom"), null)
                        .code())
                .isEqualTo("unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/admin/whatsapp-queue/%d",
                "POST /api/admin/whatsapp-queue/%d/force-send",
                "POST /api/admin/whatsapp-queue/%d/retry",
                "GET /api/admin/whatsapp-events?queue_message=%d"
            })
    @Contract("rules.ownership")
    void anUnknownAndAForeignMessageLookTheSame(String route) {
        String[] parts = route.split(" ", 2);
        assertThat(refused(parts[0], parts[1].formatted(message), "message_not_found"))
                .isEqualTo(refused(parts[0], parts[1].formatted(987_654_321), "message_not_found"));
        assertThat(world.row(message).path("forced").asBoolean()).isFalse();
    }

    @Test
    @Contract("rules.ownership")
    void nobodyReportsOnForeignThings() {
        for (long id : new long[] {message, 987_654_321}) {
            String body = "{\"queue_message\":" + id + ",\"phase\":\"sent\"}";
            Answer refused = world.server.send("POST", "/api/admin/whatsapp-events/", body, stranger);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.code()).isEqualTo("message_not_found");
        }
        Answer list = world.server.get("/api/admin/whatsapp-queue/", stranger);
        assertThat(list.json().path("count").asInt()).isZero();
        assertThat(world.server
                        .get("/api/admin/whatsapp-events/", stranger)
                        .json()
                        .path("results")
                        .size())
                .isZero();
    }

    private static JsonNode refused(String method, String path, String code) {
        Answer answer = world.server.send(method, path, null, stranger);
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo(code);
        ObjectNode body = (ObjectNode) answer.json();
        body.remove("instance");
        return body;
    }

    @ParameterizedTest
    @CsvSource({
        "it, Messaggio non trovato",
        "pt, Mensagem",
        "en, message",
        "es, mensaje",
        "id, pesan",
        "fr, Messaggio non trovato",
        "'de, es;q=0.5', mensaje"
    })
    @Contract("rules.language")
    void theDoorSpeaksTheCallersLanguageElseItalian(String language, String word) {
        Answer answer = world.post("/api/admin/whatsapp-queue/987654321/retry/", "Accept-Language", language);
        assertThat(answer.json().path("message").asString()).containsIgnoringCase(word);
        assertThat(answer.code()).isEqualTo("message_not_found");
        assertThat(answer.json().path("success").asBoolean()).isFalse();
    }

    static Stream<Arguments> badBodies() {
        return WITH_BODIES.stream()
                .flatMap(path -> Stream.of(
                                "pippo",
                                "{\"phone\":",
                                "[1,2]",
                                "\"text\"",
                                "17",
                                "{\"deep\":" + "[".repeat(100) + "]".repeat(100) + "}",
                                "{\"message\":\"" + "x".repeat(1_100_000) + "\"}",
                                "{\"phone\":{\"a\":1},\"message\":[1],\"state\":{},\"queue_message\":\"x\","
                                        + "\"phase\":[],\"session\":{}}")
                        .map(body -> Arguments.of(path, body)));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    @Contract("rules.error-body")
    void aBadBodyIsRefusedAndChangesNothing(String path, String body) {
        int messages = world.count("message");
        int events = world.count("message_event");
        Answer refused = world.post(path, AdminWorld.json(body));
        assertThat(refused.status()).as(refused.text()).isBetween(400, 499);
        assertThat(refused.code()).isNotEmpty();
        assertThat(world.count("message")).isEqualTo(messages);
        assertThat(world.count("message_event")).isEqualTo(events);
    }

    @ParameterizedTest
    @CsvSource({
        "/groom/send, '', missing_body",
        "/groom/send, {}, invalid_field",
        "/groom/send, '{\"phone\":\"39333111222\"}', invalid_field",
        "/groom/send, '{\"phone\":\"pippo\",\"message\":\"Ciao\"}', invalid_number",
        "/groom/send, '{\"phone\":\"39333111222\",\"message\":\" \"}', invalid_field",
        "/api/admin/whatsapp/groom/status/, '', missing_body",
        "/api/admin/whatsapp/groom/status/, {}, invalid_field",
        "/api/admin/whatsapp-events/, '', missing_body",
        "/api/admin/whatsapp-events/, {}, invalid_field",
        "/api/admin/whatsapp-events/, '{\"queue_message\":1.5,\"phase\":\"sent\"}', invalid_field",
        "/api/admin/whatsapp-events/, '{\"queue_message\":-1,\"phase\":\"sent\"}', invalid_field",
        "/api/admin/whatsapp-events/, '{\"queue_message\":1,\"phase\":\"flying\"}', unknown_phase",
        "/api/admin/whatsapp-events/, '{\"queue_message\":1}', invalid_field"
    })
    @Contract("rules.error-body")
    void whatIsMissingIsNamed(String path, String body, String code) {
        Answer refused = world.post(path, AdminWorld.json(body));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
    }

    @Test
    @Contract("rules.unknown-fields")
    void fieldsThatWeDoNotKnowAreIgnored() {
        Answer sent = world.post(
                "/groom/send",
                AdminWorld.json("{\"phone\":\"39333111222\",\"message\":\"Ciao\",\"queue_id\":7,\"headless\":true}"));
        assertThat(sent.status()).isEqualTo(200);
    }

    @Test
    void aRepeatedRequestWithTheSameKeyIsQueuedOnce() {
        AdminWorld.JsonText body = AdminWorld.json("{\"phone\":\"39333111222\",\"message\":\"Una volta\"}");
        Answer first = world.post("/groom/send", body, "Idempotency-Key", "una-volta");
        Answer second = world.post("/groom/send", body, "Idempotency-Key", "una-volta");
        assertThat(second.json().path("queue_id")).isEqualTo(first.json().path("queue_id"));
    }

    @Test
    @Contract("door2.settings")
    @Contract("door2.rate-limit")
    void settingsAreKnownByTheirDocumentedNames() {
        String path = "/api/admin/whatsapp/sposa/settings";
        world.numbers.unlinked("sposa");
        assertThat(world.get(path).text())
                .isEqualTo("{\"whatsapp_sposa_number\":null,\"whatsapp_rate_limit\":10,"
                        + "\"whatsapp_daily_limit\":50,\"whatsapp_typing_simulation\":true}");
        String wish = "{\"whatsapp_sposa_number\":\"39333111222\",\"whatsapp_rate_limit\":7,"
                + "\"whatsapp_typing_simulation\":false,\"whatsapp_groom_number\":\"1\"}";
        Answer changed = world.server.send("PUT", path + "/", wish, world.numbers.bearer());
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.text())
                .isEqualTo("{\"whatsapp_sposa_number\":\"39333111222\",\"whatsapp_rate_limit\":7,"
                        + "\"whatsapp_daily_limit\":50,\"whatsapp_typing_simulation\":false}");
        JsonNode session = world.numbers.get("/api/v1/sessions/sposa");
        assertThat(session.path("hourlyLimit").asInt()).isEqualTo(7);
        assertThat(session.path("ownNumber").asString()).isEqualTo("+39333111222");
        for (String wrong : Arrays.asList(
                "{\"whatsapp_rate_limit\":\"ten\"}",
                "{\"whatsapp_rate_limit\":-1}",
                "{\"whatsapp_typing_simulation\":3}",
                "{\"whatsapp_sposa_number\":true}",
                "[]",
                "")) {
            assertThat(world.server
                            .send("PUT", path, wrong, world.numbers.bearer())
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void whoMayOnlyReadSeesNoCodeAndSendsNothing() {
        String key = world.numbers
                .any("POST", "/api/v1/api-keys", Map.of("name", "r", "scopes", List.of("read")))
                .json()
                .path("key")
                .asString();
        String[] reader = {"X-Api-Key", key};
        Answer status = world.server.get("/groom/status", reader);
        assertThat(status.json().path("state").asString()).isEqualTo("qr");
        assertThat(status.json().path("qr_code").isNull()).isTrue();
        assertThat(world.get("/groom/status").json().path("qr_code").asString()).startsWith("data:image/png");
        assertThat(world.server.get("/groom/qr", reader).code()).isEqualTo("scope_missing");
        assertThat(world.server.send("POST", "/groom/send", "{}", reader).code())
                .isEqualTo("scope_missing");
        assertThat(world.server
                        .send("POST", "/api/admin/whatsapp-queue/1/force-send/", null, reader)
                        .code())
                .isEqualTo("scope_missing");
    }
}
