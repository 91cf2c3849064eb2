package io.staffetta.server.web.doors.campaigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the first document promises about messages, receipts, follow-ups, statistics and limits across a change. */
class ChangeSessionPromisesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static SimulatedNumbers numbers;
    private static int phones;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    @Contract("door1.late-receipts")
    void receiptsThatReachTheOldNumberStillCount() {
        String a = session();
        String b = session();
        behave(a, Map.of("deliverDelay", "PT3H", "readDelay", 0));
        behave(b, Map.of("receipts", false));
        String id = numbers.started(a, 2, 7_200_000);
        awaitStat(id, "sent", 1);

        change(id, b);

        assertThat(stat(id, "delivered")).isZero();
        advance("PT4H");
        awaitStat(id, "read", 1);
        awaitStat(id, "sent", 2);
        assertThat(stat(id, "delivered")).isOne();
        assertThat(sentBy(id, a)).isEqualTo("read");
        assertThat(sentBy(id, b)).isEqualTo("sent");
    }

    @Test
    @Contract("door1.sent-stays")
    void theOldNumbersCountStaysAndTheNewOnesGrowsByItsOwn() {
        String a = session();
        String b = session();
        numbers.patch("/api/v1/sessions/" + a, Map.of("hourlyLimit", 2));
        String id = numbers.started(a, 5, 0);
        awaitWait(id, "rate_limit");

        change(id, b);

        awaitStatus(id, "completed");
        assertThat(messagesSent(a)).isEqualTo(2);
        assertThat(messagesSent(b)).isEqualTo(3);
        assertThat(stat(id, "sent")).isEqualTo(5);
    }

    @Test
    @Contract("door1.follow-ups")
    void followUpsKeepTheirTimeAndGoFromTheNewNumber() {
        String a = session();
        String b = session();
        String id = numbers.draft(a, 1, 0);
        numbers.patch(
                "/api/v1/campaigns/" + id,
                Map.of("followUps", List.of(Map.of("after", "PT48H", "template", "Ancora", "unlessReplied", true))));
        numbers.post("/api/v1/campaigns/" + id + "/start", Map.of());
        awaitStat(id, "sent", 1);
        await().atMost(PATIENCE).until(() -> !followUp(id).isMissingNode());
        String due = followUp(id).path("dueAt").asString();

        change(id, b);

        assertThat(followUp(id).path("dueAt").asString()).isEqualTo(due);
        advance("PT47H");
        assertThat(followUp(id).path("status").asString()).isEqualTo("queued");
        advance("PT1H1M");
        awaitStatus(id, "completed");
        assertThat(followUp(id).path("sessionId").asString()).isEqualTo(b);
    }

    @Test
    void whatTheOldNumberIsHandingOverEndsThereAndIsNamed() {
        String a = session();
        String b = session();
        behave(a, Map.of("acceptDelay", 3_000));
        String id = numbers.started(a, 3, 0);
        await().atMost(PATIENCE)
                .until(() -> numbers.get("/api/v1/messages?status=sending&campaignId=" + id)
                                .path("items")
                                .size()
                        == 1);

        JsonNode changes = change(id, b).path("changes");

        assertThat(changes.path("inFlight").asInt()).isOne();
        assertThat(changes.path("pendingMessages").asInt()).isEqualTo(3);
        awaitStatus(id, "completed");
        assertThat(messagesSent(a)).isOne();
        assertThat(messagesSent(b)).isEqualTo(2);
    }

    @Test
    @Contract("door1.limit-memory")
    void thereAndBackAgainForgetsNoLimitAndRepeatsNothing() {
        String a = session();
        String b = session();
        numbers.patch("/api/v1/sessions/" + a, Map.of("hourlyLimit", 2));
        numbers.patch("/api/v1/sessions/" + b, Map.of("hourlyLimit", 1));
        String id = numbers.started(a, 5, 0);
        awaitWait(id, "rate_limit");
        change(id, b);
        awaitWait(id, "rate_limit");
        assertThat(stat(id, "sent")).isEqualTo(3);

        assertThat(dryRun(id, a).path("remainingBudget").path("hour").asInt()).isZero();
        change(id, a);

        awaitWait(id, "rate_limit");
        assertThat(stat(id, "sent")).isEqualTo(3);
        advance("PT61M");
        awaitStatus(id, "completed");
        assertThat(messagesSent(a)).isEqualTo(4);
        assertThat(messagesSent(b)).isOne();
        Set<String> people = new HashSet<>();
        for (JsonNode message : numbers.get("/api/v1/messages?campaignId=" + id).path("items")) {
            assertThat(people.add(message.path("to").asString())).isTrue();
        }
        assertThat(people).hasSize(5);
    }

    @Test
    @Contract("door1.pending-moves")
    void theStatusStaysAsItIs() {
        String a = session();
        String b = session();
        String draft = numbers.draft(a, 1, 0);
        String paused = numbers.started(a, 2, 3_600_000);
        numbers.post("/api/v1/campaigns/" + paused + "/pause", Map.of());

        assertThat(change(draft, b).path("changes").path("campaignStatus").asString())
                .isEqualTo("draft");
        assertThat(change(paused, b).path("changes").path("campaignStatus").asString())
                .isEqualTo("paused");
        assertThat(numbers.campaign(paused).path("status").asString()).isEqualTo("paused");
    }

    @Test
    void aCompletedCampaignHasNothingToChange() {
        String a = session();
        String b = session();
        String id = numbers.started(a, 1, 0);
        awaitStatus(id, "completed");

        Answer answer = put(id, b, "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("campaign_ended");
        assertThat(numbers.campaign(id).path("sessionId").asString()).isEqualTo(a);
    }

    @Test
    @Contract("door1.dry-run")
    void aDryRunSaysWhatAChangeWouldDoAndChangesNothing() {
        String a = session();
        String b = session();
        numbers.patch("/api/v1/sessions/" + b, Map.of("hourlyLimit", 7, "dailyLimit", 9));
        String id = numbers.started(a, 3, 3_600_000);
        awaitStat(id, "sent", 1);
        JsonNode before = numbers.campaign(id);

        JsonNode outlook = dryRun(id, b);

        assertThat(outlook.propertyNames())
                .containsExactlyInAnyOrder("wouldMove", "stays", "inFlight", "newFinish", "remainingBudget");
        assertThat(outlook.path("wouldMove").asInt()).isEqualTo(2);
        assertThat(outlook.path("stays").asInt()).isOne();
        assertThat(outlook.path("inFlight").asInt()).isZero();
        assertThat(outlook.path("newFinish").isString()).isTrue();
        assertThat(outlook.path("remainingBudget").path("hour").asInt()).isEqualTo(7);
        assertThat(outlook.path("remainingBudget").path("day").asInt()).isEqualTo(9);
        assertThat(numbers.campaign(id).path("version")).isEqualTo(before.path("version"));
        assertThat(numbers.campaign(id).path("sessionId")).isEqualTo(before.path("sessionId"));
    }

    /** A new ready session with a number of its own. */
    private static String session() {
        String id = "s" + ++phones;
        numbers.ready(id, "+39 333 700 %04d".formatted(phones));
        behave(id, Map.of("acceptDelay", 0));
        return id;
    }

    private static void behave(String session, Map<String, ?> behaviour) {
        assertThat(numbers.any("PUT", "/api/v1/simulator/sessions/" + session + "/behaviour", behaviour)
                        .status())
                .isEqualTo(200);
    }

    private static void advance(String duration) {
        assertThat(numbers.any("PUT", "/api/v1/simulator/clock", Map.of("advance", duration))
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode change(String id, String session) {
        Answer answer = put(id, session, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode dryRun(String id, String session) {
        Answer answer = put(id, session, "?dryRun=true");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("data");
    }

    private static Answer put(String id, String session, String query) {
        return numbers.server.send(
                "PUT",
                "/api/whatsapp-campaigns/" + id + "/change-session" + query,
                "{\"newWhatsappSessionId\": \"" + session + "\"}",
                numbers.bearer());
    }

    private static JsonNode door(String path) {
        return numbers.server.get(path, numbers.bearer()).json().path("data");
    }

    private static int stat(String id, String name) {
        return door("/api/whatsapp-campaigns/" + id).path("stats").path(name).asInt();
    }

    private static long messagesSent(String session) {
        return door("/api/whatsapp-sessions/" + session)
                .path("stats")
                .path("messagesSent")
                .asLong();
    }

    /** The status of the one message that a session has sent of a campaign. */
    private static String sentBy(String id, String session) {
        List<String> statuses = numbers.get("/api/v1/messages?campaignId=" + id)
                .path("items")
                .valueStream()
                .filter(message -> message.path("sessionId").asString("").equals(session))
                .map(message -> message.path("status").asString())
                .toList();
        assertThat(statuses).hasSize(1);
        return statuses.getFirst();
    }

    private static JsonNode followUp(String id) {
        for (JsonNode message : numbers.get("/api/v1/messages?campaignId=" + id).path("items")) {
            if (message.path("step").asInt() == 1) {
                return message;
            }
        }
        return numbers.campaign(id).path("no such message");
    }

    private static void awaitStat(String id, String name, int count) {
        await().atMost(PATIENCE).until(() -> stat(id, name) == count);
    }

    private static void awaitWait(String id, String reason) {
        await().atMost(PATIENCE)
                .until(() -> numbers.campaign(id)
                        .path("wait")
                        .path("reason")
                        .asString("")
                        .equals(reason));
    }

    private static void awaitStatus(String id, String status) {
        await().atMost(PATIENCE)
                .until(() -> numbers.campaign(id).path("status").asString().equals(status));
    }
}
