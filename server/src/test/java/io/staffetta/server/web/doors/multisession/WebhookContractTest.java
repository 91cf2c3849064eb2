package io.staffetta.server.web.doors.multisession;

import static io.staffetta.server.web.doors.DoorSessions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.doors.DoorSessions;
import io.staffetta.server.web.doors.Example;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Calls the webhook as the third document and Chatwoot do. */
class WebhookContractTest {

    private static final String SECRET = "a secret of Chatwoot's";
    private static SimulatedNumbers numbers;
    private static DoorSessions sessions;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers(Map.of("START_DEFAULT_SESSION", "true", "CHATWOOT_WEBHOOK_SECRET", SECRET));
        sessions = new DoorSessions(numbers);
        numbers.post("/sessions", Map.of("sessionId", "customer-abc"));
        sessions.link("customer-abc", "+244 923 000 002");
        sessions.link("zapnode-session", "+244 923 000 001");
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    @Contract("door3.webhook")
    void theDocumentedMessageIsQueuedAndArrives() {
        Answer answer = example("webhook-principal").replay(numbers.server, numbers.bearer());

        assertThat(answer.json().path("messageId").isIntegralNumber()).isTrue();
        sessions.awaitArrival("customer-abc", "Message text");
    }

    @Test
    @Contract("door3.webhook-test")
    void theTestAnswersLikeTheWebhook() {
        example("webhook-de-teste").replay(numbers.server, numbers.bearer());

        sessions.awaitArrival("customer-abc", "Test message");
    }

    @Test
    @Contract("door3.webhook-default")
    void withoutASessionTheDefaultOneSends() {
        assertThat(byKey(message(101, "From the default one")).text()).contains("\"queued\":true");
        assertThat(numbers.any("POST", "/webhook/test", Map.of("phoneNumber", "244929782402", "message", "Also so"))
                        .status())
                .isEqualTo(200);

        sessions.awaitArrival("zapnode-session", "From the default one");
        sessions.awaitArrival("zapnode-session", "Also so");
    }

    @ParameterizedTest
    @Contract("door3.webhook")
    @CsvSource(
            delimiter = '|',
            value = {
                "event conversation_created | \"event\":\"conversation_created\"",
                "event message_updated | \"event\":\"message_updated\",\"message_type\":\"outgoing\"",
                "event | \"event\":{},\"message_type\":\"outgoing\"",
                "event | \"event\":[],\"message_type\":\"outgoing\"",
                "event | \"event\":7,\"message_type\":\"outgoing\"",
                "not outgoing | \"event\":\"message_created\",\"message_type\":\"incoming\"",
                "not outgoing | \"message_type\":\"activity\"",
                "not outgoing | \"message_type\":null",
                "private | \"message_type\":\"outgoing\",\"private\":true",
                "no text | \"message_type\":\"outgoing\",\"content\":null",
                "no text | \"message_type\":\"outgoing\",\"content\":\" \"",
                "no phone number | \"message_type\":\"outgoing\",\"conversation\":{\"meta\":{\"sender\":{}}}",
            })
    void whatIsNotForWhatsappIsAnsweredAndIgnored(String why, String fields) {
        String text = "Ignored: " + fields.hashCode();
        String usual = fields.contains("content") ? "" : ",\"content\":\"" + text + "\"";
        String to = fields.contains("conversation\"")
                ? ""
                : ",\"conversation\":{\"meta\":{\"sender\":{\"phone_number\":\"+244929782402\"}}}";
        int before = sessions.messages();

        Answer answer = byKey("{" + fields + usual + to + "}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"success\":true,\"ignored\":\"" + why + "\"}");
        assertThat(sessions.messages()).isEqualTo(before);
    }

    @Test
    @Contract("door3.webhook")
    void anEventThatIsNullCountsAsMissing() {
        assertThat(byKey(message(112, "No event").replace("\"message_created\"", "null"))
                        .text())
                .contains("\"queued\":true");
        sessions.awaitArrival("zapnode-session", "No event");
    }

    @Test
    @Contract("door3.webhook-echo")
    void anEchoIsIgnored() {
        String echo = message(102, "Echo").replace("\"source_id\":null", "\"source_id\":\"WAID:3EB0\"");

        assertThat(byKey(echo).text()).isEqualTo("{\"success\":true,\"ignored\":\"echo\"}");
    }

    @Test
    @Contract("door3.webhook-once")
    void theSameMessageTwiceIsSentOnce() {
        Answer first = byKey(message(103, "Once"));
        Answer second = byKey(message(103, "Once, but said otherwise"));
        byKey(message(104, "The last one"));

        assertThat(first.json().path("queued").asBoolean(false)).isTrue();
        assertThat(second.text()).isEqualTo("{\"success\":true,\"ignored\":\"duplicate\"}");
        sessions.awaitArrival("zapnode-session", "The last one");
        assertThat(sessions.arrived("zapnode-session"))
                .contains("Once")
                .doesNotContain("Once, but said otherwise")
                .doesNotHaveDuplicates();
    }

    @Test
    @Contract("door3.webhook-once")
    void whatADeletedSessionSentIsADuplicateStill() {
        numbers.unlinked("brief");
        String body = message(113, "Brief").replaceFirst("\\{", "{\"sessionId\":\"brief\",");
        assertThat(byKey(body).text()).contains("\"queued\":true");
        numbers.any("DELETE", "/sessions/brief", Map.of());

        assertThat(byKey(body).text()).isEqualTo("{\"success\":true,\"ignored\":\"duplicate\"}");
    }

    @Test
    void anotherInboxCountsForItself() {
        byKey(message(105, "Inbox 3"));

        assertThat(byKey(message(105, "Inbox 4").replace("\"inbox\":{\"id\":3}", "\"inbox\":{\"id\":4}"))
                        .text())
                .contains("\"queued\":true");
    }

    @Test
    @Contract("door3.webhook-fast")
    void itAnswersWithinASecondWhileTheEngineIsSlow() {
        numbers.any(
                "PUT",
                "/api/v1/simulator/sessions/customer-abc/behaviour",
                Map.of("acceptDelay", Map.of("min", 5000, "max", 5000)));
        long begun = System.nanoTime();

        Answer answer = byKey(message(106, "Slow").replaceFirst("\\{", "{\"sessionId\":\"customer-abc\","));

        assertThat(answer.text()).contains("\"queued\":true");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        numbers.any(
                "PUT",
                "/api/v1/simulator/sessions/customer-abc/behaviour",
                Map.of("acceptDelay", Map.of("min", 0, "max", 0)));
    }

    @Test
    @Contract("door3.webhook-signature")
    void aSignedCallNeedsNoKey() {
        String body = message(107, "Signed");

        Answer answer = signed(body, Instant.now(), SECRET);

        assertThat(answer.text()).contains("\"queued\":true");
        sessions.awaitArrival("zapnode-session", "Signed");
    }

    @Test
    @Contract("door3.webhook-signature")
    void aWrongOldOrMissingSignatureIsRefused() {
        int before = sessions.messages();
        String body = message(108, "Forged");

        refused(signed(body, Instant.now(), "another secret"), 401, "webhook_signature_invalid");
        refused(signed(body, Instant.now().minusSeconds(400), SECRET), 401, "webhook_signature_invalid");
        refused(numbers.server.send("POST", "/webhook", body), 401, "webhook_signature_invalid");
        refused(
                numbers.server.send(
                        "POST",
                        "/webhook",
                        body,
                        numbers.bearer("X-Chatwoot-Signature", "sha256=00", "X-Chatwoot-Timestamp", "1")),
                401,
                "webhook_signature_invalid");
        assertThat(sessions.messages()).isEqualTo(before);
    }

    @Test
    @Contract("door3.webhook-signature")
    void aKeyThatDoesNotHoldIsNotReplacedByASignature() {
        JsonNode made = numbers.post("/api/v1/api-keys", Map.of("name", "revoked", "scopes", List.of("send")));
        assertThat(numbers.any("DELETE", "/api/v1/api-keys/" + made.path("id").asString(), Map.of())
                        .status())
                .isBetween(200, 299);
        String revoked = made.path("key").asString();
        int before = sessions.messages();

        for (String[] key : new String[][] {
            {"X-Api-Key", revoked},
            {"X-Api-Key", "unknown"},
            {"Authorization", "Bearer " + revoked},
            {"Authorization", "Bearer unknown"}
        }) {
            refused(signedWith(message(114, "Refused"), key), 401, "webhook_unauthenticated");
        }
        assertThat(sessions.messages()).isEqualTo(before);
    }

    @Test
    @Contract("door3.webhook-signature")
    void whatAProxyAsksForIsNoKey() {
        assertThat(signedWith(message(115, "Behind a proxy"), "Authorization", "Basic YTpi")
                        .text())
                .contains("\"queued\":true");
    }

    @Test
    void anotherUsersSessionLooksLikeNone() {
        String[] eva = sessions.stranger();
        int before = sessions.messages();
        String trial = "{\"phoneNumber\":\"244929782402\",\"message\":\"x\",\"sessionId\":\"customer-abc\"}";
        String unknown = trial.replace("customer-abc", "customer-no1");

        Answer theirs = numbers.server.send("POST", "/webhook/test", trial, eva);
        refused(theirs, 404, "session_not_found");
        assertThat(theirs.text())
                .isEqualTo(numbers.server
                        .send("POST", "/webhook/test", unknown, eva)
                        .text());
        refused(numbers.server.send("POST", "/webhook", message(116, "x"), eva), 404, "session_not_found");
        assertThat(sessions.messages()).isEqualTo(before);
    }

    @Test
    @Contract("rules.secret-token")
    void aTokenInTheUrlMayOnlySend() {
        String sends = key("send");
        String more = key("send", "manage");
        String body = message(109, "By its URL");
        String now = Long.toString(Instant.now().getEpochSecond());
        String[] signature = {"X-Chatwoot-Timestamp", now, "X-Chatwoot-Signature", signature(now, body, SECRET)};

        assertThat(numbers.server
                        .send("POST", "/webhook?token=" + sends, body, signature)
                        .text())
                .contains("\"queued\":true");
        refused(numbers.server.send("POST", "/webhook?token=" + more, body, signature), 403, "url_key_too_powerful");
        refused(numbers.server.send("POST", "/webhook?token=none", body, signature), 401, "webhook_unauthenticated");
        refused(numbers.server.send("POST", "/webhook", body, "X-Api-Key", key("read")), 403, "scope_missing");
    }

    @Test
    @Contract("rules.secret-token")
    void anExpiredKeyIsNobodysWhereverItStands() {
        String expired = key("send");
        numbers.server
                .database()
                .jdbc()
                .sql(
                        "update api_key set expires_at = now() - interval '1 second' where id = (select max(id) from api_key)")
                .update();
        int before = sessions.messages();
        String body = message(117, "Too late");
        String now = Long.toString(Instant.now().getEpochSecond());
        String[] signature = {"X-Chatwoot-Timestamp", now, "X-Chatwoot-Signature", signature(now, body, SECRET)};

        refused(
                numbers.server.send("POST", "/webhook?token=" + expired, body, signature),
                401,
                "webhook_unauthenticated");
        refused(signedWith(body, "X-Api-Key", expired), 401, "webhook_unauthenticated");
        refused(signedWith(body, "Authorization", "Bearer " + expired), 401, "webhook_unauthenticated");
        assertThat(sessions.messages()).isEqualTo(before);
    }

    @Test
    void badBodiesChangeNothing() {
        int before = sessions.messages();
        for (String body : Example.badBodies()) {
            Answer answer = byKey(body);
            assertThat(answer.status()).as(answer.text()).isIn(400, 413);
            assertThat(answer.code()).isNotEmpty();
        }
        refused(byKey(message(110, "x").replace("\"private\":false", "\"private\":{}")), 400, "invalid_field");
        refused(byKey(message(110, "x").replace("+244929782402", "nobody")), 400, "invalid_number");
        refused(byKey(message(110, "x").replaceFirst("\\{", "{\"sessionId\":\"nobody\",")), 404, "session_not_found");
        assertThat(sessions.messages()).isEqualTo(before);
    }

    @Test
    void whatTheProductRefusedMayBeSentAgain() {
        refused(byKey(message(111, "Later").replaceFirst("\\{", "{\"sessionId\":\"late\",")), 404, "session_not_found");
        numbers.unlinked("late");

        assertThat(byKey(message(111, "Later").replaceFirst("\\{", "{\"sessionId\":\"late\","))
                        .text())
                .contains("\"queued\":true");
        sessions.link("late", "+244 923 000 004");
        sessions.awaitArrival("late", "Later");
    }

    /** As Chatwoot writes it, shortened. */
    private static String message(int id, String content) {
        return """
                {"account":{"id":1,"name":"Acme"},"additional_attributes":{},"content_attributes":{},\
                "content_type":"text","content":"%s","conversation":{"id":17,"channel":"Channel::Api",\
                "meta":{"sender":{"id":5,"name":"Ana","phone_number":"+244929782402"}},"status":"open"},\
                "created_at":"2025-10-15T10:00:00.000Z","id":%d,"inbox":{"id":3},"message_type":"outgoing",\
                "private":false,"sender":{"id":2,"name":"Agente","type":"user"},"source_id":null,\
                "event":"message_created"}""".formatted(content, id);
    }

    private static Answer byKey(String body) {
        return numbers.server.send("POST", "/webhook", body, numbers.bearer());
    }

    private static Answer signed(String body, Instant at, String secret) {
        String timestamp = Long.toString(at.getEpochSecond());
        return numbers.server.send(
                "POST",
                "/webhook",
                body,
                "X-Chatwoot-Timestamp",
                timestamp,
                "X-Chatwoot-Signature",
                signature(timestamp, body, secret));
    }

    private static Answer signedWith(String body, String... header) {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        return numbers.server.send(
                "POST",
                "/webhook",
                body,
                header[0],
                header[1],
                "X-Chatwoot-Timestamp",
                timestamp,
                "X-Chatwoot-Signature",
                signature(timestamp, body, SECRET));
    }

    private static String signature(String timestamp, String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256="
                    + HexFormat.of().formatHex(mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(String... scopes) {
        return numbers.post("/api/v1/api-keys", Map.of("name", "webhook", "scopes", List.of(scopes)))
                .path("key")
                .asString();
    }

    private static Example example(String name) {
        return Example.read("door3/" + name);
    }
}
