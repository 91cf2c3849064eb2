package io.staffetta.server.web.doors.multisession;

import static io.staffetta.server.web.doors.DoorSessions.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.doors.DoorSessions;
import io.staffetta.server.web.doors.Example;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Replays the third document's examples about sessions against the running product. */
class SessionDoorContractTest {

    private static final String SEND = "/sessions/customer-abc/send";
    private static SimulatedNumbers numbers;
    private static DoorSessions sessions;
    private static Answer created;
    private static List<Answer> atFirst;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers(Map.of("START_DEFAULT_SESSION", "true"));
        sessions = new DoorSessions(numbers);
        await().atMost(Duration.ofSeconds(20)).until(() -> sessions.sessions() == 1);
        created = example("2-criar-nova-sessao").send(numbers.server, key());
        sessions.link("zapnode-session", "+244 923 000 001");
        sessions.link("customer-abc", "+244 923 000 002");
        atFirst = List.of(
                example("1-listar-todas-as-sessoes").send(numbers.server, key()),
                example("health-check").send(numbers.server, key()),
                example("health-check").send(numbers.server));
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    @Contract("door3.list")
    void theListIsTheDocumentedOne() {
        example("1-listar-todas-as-sessoes").compare(atFirst.getFirst());
    }

    @Test
    @Contract("door3.create")
    void aSessionIsCreatedAsDocumented() {
        example("2-criar-nova-sessao").compare(created);
    }

    @Test
    @Contract("door3.create")
    void theSameSessionTwiceIsAConflict() {
        JsonNode body = refused(example("2-criar-nova-sessao").send(numbers.server, key()), 409, "session_exists");

        assertThat(body.path("message").asString()).isEqualTo("Session already exists");
        assertThat(body.path("error").asString()).isEqualTo("Session already exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "health", "events", "default", "Sessions", "whatsapp-web", "status"})
    void reservedWordsAreRefused(String id) {
        refused(post("/sessions", Map.of("sessionId", id)), 400, "reserved_session_id");
    }

    @Test
    void whatCallersSayOfTheirBrowserIsKept() {
        assertThat(numbers.server
                        .database()
                        .jdbc()
                        .sql("select options ->> 'chromePath' from wa_session where session_id = 'customer-abc'")
                        .query(String.class)
                        .single())
                .isEqualTo("C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");
    }

    @Test
    @Contract("door3.get")
    void oneSessionIsShownAsDocumented() {
        example("3-obter-info-de-uma-sessao").replay(numbers.server, key());
    }

    @Test
    @Contract("door3.get")
    void anUnknownSessionIsNotFound() {
        JsonNode body = refused(get("/sessions/nobody"), 404, "session_not_found");

        assertThat(body.path("message").asString()).isEqualTo("Session not found");
        assertThat(body.path("error").asString()).isEqualTo("Session not found");
    }

    @ParameterizedTest
    @CsvSource({
        "pt, Sessão não encontrada",
        "it, Sessione WhatsApp non trovata",
        "en, Session not found",
    })
    void errorsFollowTheLanguageAskedFor(String language, String message) {
        Answer answer = numbers.server.get("/sessions/nobody", with("Accept-Language", language));

        assertThat(answer.json().path("error").asString()).isEqualTo(message);
    }

    @Test
    @Contract("door3.status")
    void theStatusIsTheDocumentedOne() {
        example("4-verificar-status-de-uma-sessao").replay(numbers.server, key());
    }

    @Test
    @Contract("door3.send")
    void aMessageIsQueuedAsDocumentedAndArrives() {
        Answer answer = example("5-enviar-mensagem-por-sessao-especifica").replay(numbers.server, key());

        assertThat(answer.json().path("messageId").isIntegralNumber()).isTrue();
        assertThat(answer.json().path("queued").asBoolean(false)).isTrue();
        sessions.awaitArrival("customer-abc", "Hello from customer-abc session!");
    }

    @Test
    @Contract("door3.send-wait")
    void whoWaitsIsAnsweredWhenItIsSent() {
        Answer answer = send(SEND + "?wait=20", "244929782402", "Waited for");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("queued").asBoolean(true)).isFalse();
        assertThat(sessions.arrived("customer-abc")).contains("Waited for");
    }

    @Test
    @Contract("door3.send-wait")
    void whoWaitsInVainIsToldThatItIsQueued() {
        numbers.unlinked("still-unlinked");

        Answer answer = send("/sessions/still-unlinked/send?wait=1", "244929782402", "Later");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("queued").asBoolean(false)).isTrue();
        refused(send(SEND + "?wait=31", "244929782402", "Too long"), 400, "invalid_wait");
        numbers.any("DELETE", "/sessions/still-unlinked", Map.of());
    }

    @Test
    @Contract("door3.send-wait")
    void whoWaitsHearsOfARefusal() {
        behave("customer-abc", Map.of("refuseRate", 1.0));

        JsonNode body = refused(send(SEND + "?wait=20", "244929782403", "Refused"), 422, "message_not_sent");

        behave("customer-abc", Map.of("refuseRate", 0.0));
        assertThat(body.path("details").path("messageId").isIntegralNumber()).isTrue();
        assertThat(body.path("details").path("status").asString()).isEqualTo("failed");
    }

    @Test
    @Contract("door3.send-not-ready")
    void aSessionThatIsNotReadyHoldsTheMessageUnlessTheCallerMinds() {
        numbers.unlinked("not-ready");

        assertThat(send("/sessions/not-ready/send", "244929782402", "Held").status())
                .isEqualTo(200);
        JsonNode body = refused(
                send("/sessions/not-ready/send?requireReady=true", "244929782402", "Minded"), 409, "session_not_ready");

        assertThat(body.path("error").asString()).isEqualTo("Session not ready");
        sessions.link("not-ready", "+244 923 000 003");
        sessions.awaitArrival("not-ready", "Held");
        assertThat(sessions.arrived("not-ready")).containsExactly("Held");
        numbers.any("DELETE", "/sessions/not-ready", Map.of());
    }

    @Test
    void theDefaultSessionHasAnotherName() {
        assertThat(get("/sessions/default/status").json().path("sessionId").asString())
                .isEqualTo("zapnode-session");
        assertThat(send("/sessions/default/send", "244929782402", "From the default one")
                        .json()
                        .path("sessionId")
                        .asString())
                .isEqualTo("zapnode-session");
        sessions.awaitArrival("zapnode-session", "From the default one");
    }

    @Test
    @Contract("door3.delete")
    void aSessionIsDeletedAsDocumented() {
        String[] eva = sessions.stranger();
        numbers.server.post("/sessions", Map.of("sessionId", "customer-abc"), eva);

        example("6-deletar-uma-sessao").replay(numbers.server, eva);

        refused(numbers.server.get("/sessions/customer-abc", eva), 404, "session_not_found");
        assertThat(get("/sessions/customer-abc").status()).isEqualTo(200);
    }

    @Test
    void aSessionMadeAnewTakesMessagesAtOnce() {
        for (String text : List.of("Before", "After")) {
            post("/sessions", Map.of("sessionId", "made-anew"));

            assertThat(send("/sessions/made-anew/send", "244929782402", text).status())
                    .as(text)
                    .isEqualTo(200);
            numbers.any("DELETE", "/sessions/made-anew", Map.of());
            refused(send("/sessions/made-anew/send", "244929782402", text), 404, "session_not_found");
        }
    }

    @Test
    void theUseCasesWorkAsPrinted() {
        for (String name : List.of("1-cliente-a", "1-cliente-b", "1-enviar", "2-producao", "2-teste")) {
            example("casos-de-uso-" + name).replay(numbers.server, key());
        }
        for (String id : List.of("cliente-a", "cliente-b", "production", "testing")) {
            numbers.any("DELETE", "/sessions/" + id, Map.of());
        }
    }

    @Test
    @Contract("door3.health")
    void theHealthIsTheDocumentedOne() {
        example("health-check").compare(atFirst.get(1));
        assertThat(atFirst.get(1).json().path("multiSession").path("sessions").size())
                .isEqualTo(2);
    }

    @Test
    @Contract("door3.health")
    void withoutAKeyTheHealthCountsOnly() {
        example("health-check").compare(atFirst.get(2));
        assertThat(atFirst.get(2).json().path("multiSession").path("sessions").size())
                .isZero();
    }

    @Test
    void aKeyThatMayNotReadSeesCountsOnly() {
        String sends = numbers.post("/api/v1/api-keys", Map.of("name", "send", "scopes", List.of("send")))
                .path("key")
                .asString();

        JsonNode told = numbers.server.get("/health", "X-Api-Key", sends).json().path("multiSession");

        assertThat(told.path("sessions").size()).isZero();
        assertThat(told.path("totalSessions").asInt()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void badBodiesChangeNothing() {
        int before = sessions.sessions();
        int messages = sessions.messages();
        for (String body : Example.badBodies()) {
            for (String path : List.of("/sessions", SEND, "/webhook/test")) {
                Answer answer = numbers.server.send("POST", path, body, key());
                assertThat(answer.status()).as(path + " " + answer.text()).isIn(400, 413);
                assertThat(answer.code()).isNotEmpty();
            }
        }
        refused(post("/sessions", Map.of("sessionId", "x", "headless", "perhaps")), 400, "invalid_field");
        refused(post("/sessions", Map.of("headless", true)), 400, "invalid_field");
        refused(post(SEND, Map.of("phoneNumber", List.of(1), "message", "x")), 400, "invalid_field");
        refused(post(SEND, Map.of("phoneNumber", "244929782402")), 400, "invalid_field");
        refused(send(SEND, "not a number", "x"), 400, "invalid_number");
        assertThat(sessions.sessions()).isEqualTo(before);
        assertThat(sessions.messages()).isEqualTo(messages);
    }

    @Test
    void anotherUsersSessionLooksLikeNone() {
        String[] eva = sessions.stranger();

        for (String path : List.of("/sessions/customer-abc", "/sessions/customer-abc/status")) {
            assertThat(numbers.server.get(path, eva).text())
                    .isEqualTo(numbers.server
                            .get(path.replace("customer-abc", "customer-no1"), eva)
                            .text()
                            .replace("customer-no1", "customer-abc"));
        }
        refused(numbers.server.send("DELETE", "/sessions/customer-abc", null, eva), 404, "session_not_found");
        refused(
                numbers.server.post(SEND, Map.of("phoneNumber", "244929782402", "message", "x"), eva),
                404,
                "session_not_found");
        assertThat(numbers.server.get("/sessions", eva).json().path("count").asInt())
                .isZero();
        JsonNode health = numbers.server.get("/health", eva).json().path("multiSession");
        assertThat(health.path("totalSessions").asInt(-1)).isZero();
        assertThat(health.path("sessions").size()).isZero();
    }

    private static void behave(String id, Map<String, ?> behaviour) {
        assertThat(numbers.any("PUT", "/api/v1/simulator/sessions/" + id + "/behaviour", behaviour)
                        .status())
                .isEqualTo(200);
    }

    private static Answer send(String path, String phone, String text) {
        return post(path, Map.of("phoneNumber", phone, "message", text));
    }

    private static Answer post(String path, Object body) {
        return numbers.any("POST", path, body);
    }

    private static Answer get(String path) {
        return numbers.server.get(path, key());
    }

    private static Example example(String name) {
        return Example.read("door3/" + name);
    }

    private static String[] key() {
        return numbers.bearer();
    }

    private static String[] with(String... more) {
        return numbers.bearer(more);
    }
}
