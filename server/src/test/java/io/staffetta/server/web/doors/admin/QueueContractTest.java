package io.staffetta.server.web.doors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The queue of the second document: what it shows, and what a person may do about it. */
class QueueContractTest {

    private static AdminWorld world;

    @BeforeAll
    static void start() {
        world = new AdminWorld();
        world.numbers.ready("groom", "39333111222");
        world.numbers.unlinked("bride");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static JsonNode list(String query) {
        Answer answer = world.get("/api/admin/whatsapp-queue/" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    @Contract("door2.queue-list")
    void aListHasFiltersAndPages() {
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.addFirst(world.send("bride"));
        }
        JsonNode first = list("?session=bride&status=pending&page_size=2");
        assertThat(first.path("count").asInt()).isEqualTo(3);
        assertThat(first.path("previous").isNull()).isTrue();
        JsonNode second = world.get(first.path("next").asString()).json();
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(world.get(second.path("previous").asString()).json()).isEqualTo(first);
        List<Long> found = new ArrayList<>();
        first.path("results").forEach(row -> found.add(row.path("id").asLong()));
        second.path("results").forEach(row -> found.add(row.path("id").asLong()));
        assertThat(found).isEqualTo(sent);
        assertThat(list("?session_type=bride&status=sent").path("count").asInt())
                .isZero();
        assertThat(list("?session=bride&page=9").path("results").size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "?status=flying, 400, unknown_status",
        "?page=0, 400, invalid_parameter",
        "?page=x, 400, invalid_parameter",
        "?page_size=1001, 400, invalid_parameter",
        "?session=nobody, 404, session_not_found"
    })
    @Contract("door2.queue-list")
    void whatCannotBeListedIsRefused(String query, int status, String code) {
        Answer answer = world.get("/api/admin/whatsapp-queue" + query);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    @Contract("door2.queue-row")
    @Contract("door2.retry")
    void aFailedOneShowsItsAttemptsAndErrorAndIsTriedAgain() {
        world.behaves("groom", Map.of("refuseRate", 1.0));
        long id = world.send("groom");
        JsonNode failed = world.awaitStatus(id, "failed");
        assertThat(failed.path("attempts").asInt()).isEqualTo(1);
        assertThat(failed.path("last_error").asString()).isNotEmpty();
        assertThat(failed.path("error_log")).isEqualTo(failed.path("last_error"));
        assertThat(AdminWorld.phases(failed.path("events")))
                .startsWith("queued")
                .endsWith("sending", "failed");

        world.behaves("groom", Map.of("refuseRate", 0.0));
        Answer retried = world.post("/api/admin/whatsapp-queue/" + id + "/retry/");
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.json().path("success").asBoolean()).isTrue();
        assertThat(retried.json().path("message").asString()).isEqualTo("Il messaggio è di nuovo in coda");
        assertThat(world.awaitSent(id).path("attempts").asInt()).isEqualTo(2);
        Answer again = world.post("/api/admin/whatsapp-queue/" + id + "/retry");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("already_sent");
    }

    @Test
    @Contract("door2.queue-row")
    @Contract("door2.retry")
    void inDoubtPrintsProcessingAndUnconfirmedPrintsFailedAndIsNotTriedAgain() {
        world.numbers.ready("dubbio", "393331110001");
        world.behaves("dubbio", Map.of("unknownRate", 1.0, "evidence", false, "receipts", false));
        long id = world.send("dubbio");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.numbers
                                .get("/api/v1/messages/" + id)
                                .path("status")
                                .asString())
                        .isEqualTo("in_doubt"));
        assertThat(world.row(id).path("status").asString()).isEqualTo("processing");
        assertThat(world.post("/api/admin/whatsapp-queue/" + id + "/force-send/")
                        .code())
                .isEqualTo("message_in_doubt");

        world.numbers.any("PUT", "/api/v1/simulator/clock", Map.of("factor", 1000));
        JsonNode row = world.awaitStatus(id, "failed");
        world.numbers.any("PUT", "/api/v1/simulator/clock", Map.of("factor", 1));
        assertThat(row.path("last_error").asString()).isEqualTo("OUTCOME_UNKNOWN");
        Answer refused = world.post("/api/admin/whatsapp-queue/" + id + "/retry/");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("message_unconfirmed");
        assertThat(refused.json().at("/details/status").asString()).isEqualTo("failed");
        assertThat(list("?status=failed&session=dubbio").path("count").asInt()).isEqualTo(1);
    }

    @Test
    @Contract("door2.force-send")
    void aSentOneIsNotForced() {
        long id = world.send("groom");
        world.awaitSent(id);
        Answer refused = world.post("/api/admin/whatsapp-queue/" + id + "/force-send/");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("already_sent");
        assertThat(refused.json().path("message").asString()).isEqualTo("Il messaggio è già stato inviato");
        assertThat(refused.json().at("/details/status").asString()).isIn("sent", "delivered", "read");
    }

    @Test
    @Contract("door2.force-send")
    @Contract("door2.rate-limit")
    void aLimitedOneStaysPendingWithItsNextChanceAndIsForcedCountedAndAudited() {
        world.numbers.ready("lento", "393331110002");
        world.limits("lento", 1, 50);
        world.awaitSent(world.send("lento"));
        long id = world.send("lento");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(world.row(id).path("reason").asString()).isEqualTo("rate_limit"));
        JsonNode row = world.row(id);
        assertThat(row.path("status").asString()).isEqualTo("pending");
        assertThat(row.path("last_error").isNull()).isTrue();
        assertThat(Instant.parse(row.path("scheduled_for").asString()))
                .isAfter(Instant.parse(row.path("created_at").asString()).plus(Duration.ofMinutes(30)));
        assertThat(AdminWorld.phases(row.path("events"))).containsExactly("queued", "waiting_rate_limit");
        assertThat(row.at("/events/1/metadata/next_at").isString()).isTrue();

        Answer forced = world.post("/api/admin/whatsapp-queue/" + id + "/force-send");
        assertThat(forced.status()).as(forced.text()).isEqualTo(200);
        assertThat(world.awaitSent(id).path("forced").asBoolean()).isTrue();
        assertThat(world.numbers
                        .get("/api/v1/sessions/lento")
                        .at("/usage/lastHour")
                        .asInt())
                .isEqualTo(2);
        assertThat(world.numbers.get("/api/v1/audit?limit=1000").toString())
                .contains("\"action\":\"message.force_send\",\"subject\":\"message:" + id + "\"");
    }

    @Test
    @Contract("door2.rate-limit")
    void aDayHasItsLimitToo() {
        world.numbers.ready("giorno", "393331110003");
        world.limits("giorno", 50, 1);
        world.awaitSent(world.send("giorno"));
        long id = world.send("giorno");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(world.row(id).path("reason").asString()).isEqualTo("daily_cap"));
        assertThat(world.row(id).path("status").asString()).isEqualTo("pending");
    }

    @Test
    @Contract("door2.force-send")
    void anOptOutIsNeverPassed() {
        String person = world.somebody();
        long id = world.send("bride", person);
        world.numbers.post("/api/v1/opt-outs", Map.of("phone", "+" + person));
        Answer refused = world.post("/api/admin/whatsapp-queue/" + id + "/force-send/");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("opted_out");
        assertThat(world.post("/bride/send", AdminWorld.json("{\"phone\":\"" + person + "\",\"message\":\"x\"}"))
                        .code())
                .isEqualTo("opted_out");
    }

    @ParameterizedTest
    @CsvSource({
        "bannato, 393331110004, ban, {}, error, number_banned",
        "limitato, 393331110005, restrict, '{\"duration\":\"PT1H\"}', restricted, number_restricted"
    })
    @Contract("door2.force-send")
    void aBanAndARestrictionAreNeverPassed(
            String session, String number, String strike, String body, String state, String code) {
        world.numbers.ready(session, number);
        world.limits(session, 0, 50);
        long id = world.send(session);
        Answer struck = world.post("/api/v1/simulator/sessions/" + session + "/" + strike, AdminWorld.json(body));
        assertThat(struck.status()).as(struck.text()).isEqualTo(204);
        world.numbers.awaitState(session, state);

        Answer refused = world.post("/api/admin/whatsapp-queue/" + id + "/force-send/");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(world.row(id).path("forced").asBoolean()).isFalse();
    }

    @Test
    @Contract("door2.force-send")
    void aStoppedSessionIsNeverPassed() {
        world.numbers.unlinked("fermo");
        world.numbers.post("/api/v1/sessions/fermo/stop", Map.of());
        world.numbers.awaitState("fermo", "stopped");
        long id = world.send("fermo");
        assertThat(world.post("/api/admin/whatsapp-queue/" + id + "/force-send/")
                        .code())
                .isEqualTo("session_stopped");
        assertThat(world.row(id).path("status").asString()).isEqualTo("pending");
    }

    @Test
    @Contract("door2.retry-failed")
    void allThatFailedIsTriedAgainButNobodyWhoOptedOut() {
        world.numbers.ready("sfortunato", "393331110006");
        world.behaves("sfortunato", Map.of("refuseRate", 1.0));
        String person = world.somebody();
        long one = world.send("sfortunato");
        long two = world.send("sfortunato", person);
        world.awaitStatus(one, "failed");
        world.awaitStatus(two, "failed");
        world.numbers.post("/api/v1/opt-outs", Map.of("phone", "+" + person));
        world.behaves("sfortunato", Map.of("refuseRate", 0.0));

        Answer retried =
                world.post("/api/admin/whatsapp-queue/retry-failed", AdminWorld.json("{\"session\":\"sfortunato\"}"));
        assertThat(retried.json().path("retried_count").asInt()).isEqualTo(1);
        assertThat(retried.json().path("left").asInt()).isEqualTo(1);
        assertThat(retried.json().path("message").asString()).isEqualTo("Messaggi di nuovo in coda: 1");
        world.awaitSent(one);
        assertThat(world.row(two).path("status").asString()).isEqualTo("failed");
    }

    @Test
    @Contract("door2.queue-row")
    void aCampaignsMessageShowsItsText() {
        String campaign = world.numbers.started("groom", 1, 0);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> world.numbers
                        .campaign(campaign)
                        .path("status")
                        .asString()
                        .equals("completed"));
        JsonNode row = list("?session=groom&page_size=1").path("results").get(0);
        assertThat(row.path("campaign").asString()).isEqualTo(campaign);
        assertThat(row.path("text").asString()).isEqualTo("Ciao Persona 0");
        assertThat(AdminWorld.phases(row.path("events"))).startsWith("queued");
    }
}
