package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What users' programs are told, against the whole product. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksTest {

    private final HookWorld world = new HookWorld(Map.of());
    private final Receiver receiver = world.receiver;

    @AfterAll
    void stop() {
        world.close();
    }

    /** With none left that listens, the next begins with what happens from then on. */
    @AfterEach
    void nobodyListens() {
        world.jdbc().sql("update webhook_endpoint set enabled = false").update();
    }

    @Test
    void whatHappensIsToldOnceAndSigned() {
        JsonNode webhook = world.webhook("/signed", "session.ready");
        world.happens("session", "ready");
        world.happens("session", "stopped");
        world.delivery(webhook, "delivered", 1);

        assertThat(receiver.calls("/signed")).hasSize(1);
        Receiver.Call call = receiver.calls("/signed").getFirst();
        SigningSecret secret = SigningSecret.of(webhook.path("secret").asString());
        assertThat(call.header("webhook-signature"))
                .isEqualTo(secret.signature(
                        call.header("webhook-id"), Long.parseLong(call.header("webhook-timestamp")), call.body()));
        JsonNode told = tools.jackson.databind.json.JsonMapper.shared().readTree(call.text());
        assertThat(told.path("id").asString()).isEqualTo(call.header("webhook-id"));
        assertThat(told.path("type").asString()).isEqualTo("session.ready");
        assertThat(told.path("data").propertyNames())
                .containsExactly(
                        "messageId",
                        "campaignId",
                        "sessionId",
                        "phone",
                        "text",
                        "reason",
                        "attempt",
                        "nextAt",
                        "detail");
    }

    @Test
    void whoWroteAndWhatIsToldUntilThePersonIsErased() {
        JsonNode webhook = world.webhook("/wrote", "contact.*");
        long inbound =
                world.jdbc().sql("""
                        insert into inbound_message (owner_id, session_pk, source_id, phone, text, at, received_at)
                        values (?, 1, 'w1', 393331112222, 'Si, grazie!', now(), now()) returning id
                        """).param(world.owner).query(Long.class).single();
        world.happens("contact", "wrote", "{\"inboundId\":" + inbound + "}");
        world.awaitCalls("/wrote", 1);

        assertThat(receiver.calls("/wrote").getFirst().text())
                .contains("\"phone\":\"+393331112222\"", "\"text\":\"Si, grazie!\"");
        assertThat(world.jdbc()
                        .sql("select event::text from webhook_delivery where endpoint_id = ?")
                        .param(webhook.path("id").asLong())
                        .query(String.class)
                        .single())
                .doesNotContain("grazie", "39333");
        world.jdbc()
                .sql("delete from inbound_message where id = ?")
                .param(inbound)
                .update();
        JsonNode later = world.delivery(webhook, "delivered", 1);
        assertThat(later.at("/payload/data/text").isNull()).isTrue();
    }

    @Test
    void aFailureIsTriedAgainBySchedule() {
        receiver.answers("/fails", 500);
        JsonNode webhook = world.webhook("/fails", "session.ready");
        world.happens("session", "ready");
        JsonNode first = world.delivery(webhook, "pending", 1);
        assertThat(first.path("reason").asString()).isEqualTo("status");
        assertThat(first.at("/attemptLog/0/status").asInt()).isEqualTo(500);
        assertThat(first.at("/attemptLog/0/answer").asString()).isEqualTo("answer 500");
        Instant next = Instant.parse(first.path("nextAt").asString());
        assertThat(next)
                .isAfter(Instant.parse(first.at("/attemptLog/0/at").asString()).plusSeconds(4));

        world.server.clock().advance(Duration.ofSeconds(7));
        JsonNode second = world.delivery(webhook, "pending", 2);
        assertThat(Instant.parse(second.path("nextAt").asString()))
                .isAfter(world.server.clock().instant().plus(Duration.ofMinutes(4)));
        receiver.answers("/fails", 204);
        world.server.clock().advance(Duration.ofMinutes(6));
        JsonNode third = world.delivery(webhook, "delivered", 3);

        assertThat(third.path("attemptLog").size()).isEqualTo(3);
        assertThat(receiver.calls("/fails").stream()
                        .map(call -> call.header("webhook-id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void whatIsSentAgainGoesAtOnceUnderTheSameId() {
        receiver.answers("/again", 503);
        JsonNode webhook = world.webhook("/again", "session.ready");
        world.happens("session", "ready");
        JsonNode failed = world.delivery(webhook, "pending", 1);
        receiver.answers("/again", 200);
        world.ok("POST", path(webhook) + "/deliveries/" + failed.path("id").asString() + "/replay", Map.of());
        world.delivery(webhook, "delivered", 1);

        world.ok("POST", path(webhook) + "/deliveries/" + failed.path("id").asString() + "/replay", Map.of());
        world.awaitCalls("/again", 3);
        assertThat(receiver.calls("/again").stream()
                        .map(call -> call.header("webhook-id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void whoSaysGoneIsDisabledAndWhatWaitsIsHeld() {
        receiver.answers("/gone", 410);
        JsonNode webhook = world.webhook("/gone", "session.ready");
        world.happens("session", "ready");
        await().atMost(HookWorld.PATIENCE)
                .until(() -> world.ok("GET", path(webhook), null)
                        .path("disabledReason")
                        .asString("")
                        .equals("gone"));
        world.delivery(webhook, "pending", 1);
        world.happens("session", "ready");

        receiver.answers("/gone", 200);
        world.ok("PATCH", path(webhook), Map.of("enabled", true));
        await().atMost(HookWorld.PATIENCE).until(() -> receiver.calls("/gone").size() >= 2);
        assertThat(world.ok("GET", "/" + id(webhook) + "/deliveries", null)
                        .path("items")
                        .size())
                .as("what happened while it was disabled is not told by itself")
                .isLessThanOrEqualTo(2);
        assertThat(world.server
                        .get("/api/v1/audit?order=newest", "X-Api-Key", world.key)
                        .text())
                .contains("webhook.disable");
    }

    @Test
    void aRedirectIsAFailureAndNotFollowed() {
        receiver.answers("/moved", 302);
        JsonNode webhook = world.webhook("/moved", "session.ready");
        world.happens("session", "ready");
        assertThat(world.delivery(webhook, "pending", 1).path("reason").asString())
                .isEqualTo("redirect");
        assertThat(receiver.calls("/elsewhere")).isEmpty();
    }

    @Test
    void whoAsksToBeLeftAloneIs() {
        receiver.answers("/later", 429);
        JsonNode webhook = world.webhook("/later", "session.ready");
        Instant before = world.server.clock().instant();
        world.happens("session", "ready");
        JsonNode waiting = world.delivery(webhook, "pending", 1);
        assertThat(Instant.parse(waiting.path("nextAt").asString())).isAfter(before.plusSeconds(3500));
    }

    @Test
    void ofAnEndlessAnswerOnlyTheBeginningIsRead() {
        JsonNode webhook = world.webhook("/huge", "session.ready");
        world.happens("session", "ready");
        JsonNode delivered = world.delivery(webhook, "delivered", 1);
        assertThat(delivered.at("/attemptLog/0/answer").asString()).hasSize(4096);
    }

    @Test
    void whoNeverAnswersIsNotWaitedForAndKeepsNobodyWaiting() {
        JsonNode hanging = world.webhook("/hang", "session.resting");
        JsonNode healthy = world.webhook("/healthy", "session.resting");
        world.happens("session", "resting");
        world.delivery(healthy, "delivered", 1);
        assertThat(world.delivery(hanging, "pending", 1).path("reason").asString())
                .isEqualTo("timeout");
    }

    @Test
    void whileASecretIsReplacedBothSign() {
        JsonNode webhook = world.webhook("/rotated", "session.released");
        String old = webhook.path("secret").asString();
        String fresh = world.ok("POST", path(webhook) + "/rotate-secret", Map.of("overlapHours", 1))
                .path("secret")
                .asString();
        assertThat(fresh).startsWith("whsec_").isNotEqualTo(old);
        world.happens("session", "released");
        world.awaitCalls("/rotated", 1);
        assertThat(signatures("/rotated", 0)).containsExactly(signed("/rotated", 0, fresh), signed("/rotated", 0, old));

        String last = world.ok("POST", path(webhook) + "/rotate-secret", Map.of("overlapHours", 0))
                .path("secret")
                .asString();
        world.happens("session", "released");
        world.awaitCalls("/rotated", 2);
        assertThat(signatures("/rotated", 1)).containsExactly(signed("/rotated", 1, last));
        assertThat(world.jdbc()
                        .sql("select count(*) from webhook_secret where endpoint_id = ?"
                                + " and position(decode(?, 'base64') in ciphertext) > 0")
                        .params(webhook.path("id").asLong(), last.substring("whsec_".length()))
                        .query(Integer.class)
                        .single())
                .as("secrets that stand in the database as they are")
                .isZero();
    }

    @Test
    void aTestSaysWhatCameOfIt() {
        receiver.answers("/tested", 201);
        JsonNode webhook = world.webhook("/tested", "session.ready");
        JsonNode well = world.ok("POST", path(webhook) + "/test", Map.of());
        assertThat(well.path("status").asInt()).isEqualTo(201);
        assertThat(well.path("reason").isNull()).isTrue();
        receiver.answers("/tested", 500);
        JsonNode ill = world.ok("POST", path(webhook) + "/test", Map.of("type", "message.read"));
        assertThat(ill.path("reason").asString()).isEqualTo("status");
        assertThat(receiver.calls("/tested").getLast().text()).contains("\"type\":\"message.read\"");
    }

    @Test
    void whatAnEndpointMissedIsSentWhenItIsAskedFor() {
        JsonNode webhook = world.webhook("/missed", "campaign.*");
        JsonNode witness = world.webhook("/witness", "campaign.*");
        world.ok("PATCH", path(webhook), Map.of("enabled", false));
        Instant from = world.server.clock().instant().minusSeconds(5);
        world.happens("campaign", "planned");
        world.delivery(witness, "delivered", 1);
        world.happens("session", "ready");
        world.ok("PATCH", path(webhook), Map.of("enabled", true));
        Map<String, String> range =
                Map.of("from", from.toString(), "to", from.plusSeconds(60).toString(), "state", "missed");
        assertThat(world.ok("POST", path(webhook) + "/replay", range)
                        .path("replayed")
                        .asInt())
                .isEqualTo(1);
        world.delivery(webhook, "delivered", 1);
        assertThat(world.ok("POST", path(webhook) + "/replay", range)
                        .path("replayed")
                        .asInt())
                .as("it has it by now")
                .isZero();
    }

    @Test
    void afterDaysOfNothingButFailuresAnEndpointIsDisabled() {
        receiver.answers("/dead", 500);
        JsonNode webhook = world.webhook("/dead", "session.authenticated");
        world.jdbc()
                .sql("update webhook_endpoint set failing_since = ? where id = ?")
                .params(
                        world.server.clock().instant().minus(Duration.ofDays(6)).atOffset(java.time.ZoneOffset.UTC),
                        webhook.path("id").asLong())
                .update();
        world.happens("session", "authenticated");
        await().atMost(HookWorld.PATIENCE)
                .until(() -> world.ok("GET", path(webhook), null)
                        .path("disabledReason")
                        .asString("")
                        .equals("failing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0", "[::1]", "10.0.0.1"})
    void closedAddressesAreRefusedAndNeverCalled(String host) {
        try (Receiver canary = new Receiver()) {
            Answer answer = world.send(
                    "POST",
                    "",
                    Map.of("url", "http://" + host + ":" + canary.port() + "/canary", "events", List.of("*")));
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_webhook_url");

            JsonNode webhook = world.webhook("/canary", "session.initializing");
            // As a name does that leads elsewhere by now.
            world.jdbc()
                    .sql("update webhook_endpoint set url = ? where id = ?")
                    .params(
                            "http://" + host + ":" + canary.port() + "/canary",
                            webhook.path("id").asLong())
                    .update();
            world.happens("session", "initializing");
            assertThat(world.delivery(webhook, "pending", 1).path("reason").asString())
                    .isIn("address_refused", "unreachable");
            assertThat(canary.calls("/canary")).isEmpty();
            world.send("DELETE", path(webhook), null);
        }
    }

    @Test
    void whatIsAskedForHasToMakeSense() {
        String url = receiver.url("/x");
        assertThat(world.send("POST", "", Map.of("url", url, "events", List.of()))
                        .code())
                .isEqualTo("unknown_event_type");
        assertThat(world.send("POST", "", Map.of("url", url, "events", List.of("message.exploded")))
                        .code())
                .isEqualTo("unknown_event_type");
        assertThat(world.send("POST", "", Map.of("url", url, "events", List.of("message.sent.*")))
                        .code())
                .isEqualTo("unknown_event_type");
        assertThat(world.send("POST", "", Map.of("url", "not an address", "events", List.of("*")))
                        .code())
                .isEqualTo("invalid_webhook_url");
        assertThat(world.send("POST", "", Map.of("url", url, "events", List.of("*"), "sessionId", "nobody"))
                        .code())
                .isEqualTo("session_not_found");
        assertThat(world.send("GET", "/987654321", null).code()).isEqualTo("webhook_not_found");
    }

    private List<String> signatures(String path, int call) {
        return List.of(
                receiver.calls(path).get(call).header("webhook-signature").split(" ", -1));
    }

    private String signed(String path, int index, String secret) {
        Receiver.Call call = receiver.calls(path).get(index);
        return SigningSecret.of(secret)
                .signature(call.header("webhook-id"), Long.parseLong(call.header("webhook-timestamp")), call.body());
    }

    private static String path(JsonNode webhook) {
        return "/" + id(webhook);
    }

    private static String id(JsonNode webhook) {
        return webhook.path("id").asString();
    }
}
