package io.staffetta.server.web.doors.multisession;

import static io.staffetta.server.web.doors.DoorSessions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Link;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import io.staffetta.server.web.doors.DoorSessions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

@Contract("door3.pools")
class PoolsTest {

    private static SimulatedNumbers numbers;
    private static DoorSessions sessions;

    /** An engine whose numbers are real ones, that never connects. */
    @Configuration(proxyBeanMethods = false)
    static class RealNumbers {

        @Bean
        Engine realEngine() {
            return new Engine() {
                @Override
                public String name() {
                    return "real";
                }

                @Override
                public Capabilities capabilities() {
                    return new Capabilities(false, false, false, 1, false, false, true, false);
                }

                @Override
                public Connection open(Link link, EngineListener listener) {
                    throw new IllegalStateException("never connects");
                }
            };
        }
    }

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers(Map.of(), RealNumbers.class);
        sessions = new DoorSessions(numbers);
        for (int i = 1; i <= 3; i++) {
            String id = "number-" + i;
            numbers.unlinked(id);
            sessions.link(id, "+244 923 000 00" + i);
        }
        numbers.post("/api/v1/pools", Map.of("name", "vendas", "sessions", List.of("number-1", "number-2")));
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    void aPersonGoesOnHearingFromOneNumber() {
        Set<String> senders = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            senders.add(send("244929782402", "Sticky " + i));
        }

        assertThat(senders).hasSize(1);
    }

    @Test
    void peopleAreSharedByTheNumbers() {
        Set<String> senders = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            senders.add(send("24492978" + (3000 + i), "Shared"));
        }

        assertThat(senders).containsExactlyInAnyOrder("number-1", "number-2");
    }

    @Test
    void aNumberWithoutRoomIsNotChosen() {
        numbers.post("/api/v1/pools", Map.of("name", "room", "sessions", List.of("number-2", "number-3")));
        numbers.patch("/api/v1/sessions/number-3", Map.of("hourlyLimit", 0));

        for (int i = 0; i < 10; i++) {
            assertThat(sent("/sessions/pool:room/send", "24492979" + (1000 + i), "Room"))
                    .isEqualTo("number-2");
        }
        numbers.patch("/api/v1/sessions/number-3", Map.of("hourlyLimit", 1000));
    }

    @Test
    void whoeverLosesTheirNumberGetsAnother() {
        numbers.unlinked("leaving");
        sessions.link("leaving", "+244 923 000 009");
        numbers.post("/api/v1/pools", Map.of("name", "changing", "sessions", List.of("leaving")));
        String first = sent("/sessions/pool:changing/send", "244929782450", "First");
        numbers.patch("/api/v1/pools/changing", Map.of("sessions", List.of("leaving", "number-1")));
        String second = sent("/sessions/pool:changing/send", "244929782450", "Second");
        numbers.post("/api/v1/sessions/leaving/stop", Map.of());

        assertThat(List.of(first, second)).containsOnly("leaving");
        assertThat(sent("/sessions/pool:changing/send", "244929782450", "Third"))
                .isEqualTo("number-1");
    }

    @Test
    void aNumberWithoutACountryIsReadOnce() {
        numbers.unlinked("abroad");
        numbers.patch("/api/v1/sessions/abroad", Map.of("defaultCountry", "BR"));
        numbers.post("/api/v1/pools", Map.of("name", "abroad", "sessions", List.of("abroad")));

        Answer door = numbers.any(
                "POST", "/sessions/pool:abroad/send", Map.of("phoneNumber", "3331112222", "message", "By door"));
        JsonNode api = numbers.post(
                "/api/v1/messages", Map.of("sessionId", "pool:abroad", "to", "3331112222", "text", "By API"));

        assertThat(door.json().path("to").asString()).isEqualTo("393331112222");
        assertThat(numbers.server
                        .database()
                        .jdbc()
                        .sql("select phone from message where id = ?")
                        .param(api.path("id").asLong())
                        .query(Long.class)
                        .single())
                .isEqualTo(393331112222L);
        numbers.any("DELETE", "/api/v1/sessions/abroad", Map.of());
    }

    @Test
    void theWebhookAndTheApiKnowPools() {
        Answer webhook = numbers.any(
                "POST",
                "/webhook",
                Map.of(
                        "message_type",
                        "outgoing",
                        "sessionId",
                        "pool:vendas",
                        "content",
                        "By webhook",
                        "conversation",
                        Map.of("meta", Map.of("sender", Map.of("phone_number", "+244929782402")))));
        Answer api = numbers.any(
                "POST",
                "/api/v1/messages",
                Map.of("sessionId", "pool:vendas", "to", "+244929782402", "text", "By API"));

        assertThat(webhook.text()).contains("\"queued\":true");
        assertThat(api.status()).isEqualTo(202);
        String sender = send("244929782402", "By door");
        sessions.awaitArrival(sender, "By webhook");
        sessions.awaitArrival(sender, "By API");
    }

    @Test
    void anotherUsersPoolSendsNothing() {
        String[] eva = sessions.stranger();
        Map<String, String> message = Map.of("phoneNumber", "244929782402", "message", "x");

        Answer theirs = numbers.server.post("/sessions/pool:vendas/send", message, eva);

        refused(theirs, 404, "pool_not_found");
        assertThat(theirs.text())
                .isEqualTo(numbers.server
                        .post("/sessions/pool:nothing/send", message, eva)
                        .text()
                        .replace("pool:nothing", "pool:vendas"));
    }

    @Test
    void simulatedAndRealNumbersNeverMix() {
        numbers.post("/api/v1/sessions", Map.of("id", "real-1", "engine", "real"));

        refused(
                numbers.any(
                        "POST", "/api/v1/pools", Map.of("name", "mixed", "sessions", List.of("number-1", "real-1"))),
                409,
                "pool_mixed");
        refused(
                numbers.any("PATCH", "/api/v1/pools/vendas", Map.of("sessions", List.of("number-1", "real-1"))),
                409,
                "pool_mixed");
        assertThat(numbers.get("/api/v1/pools/vendas").path("sessions").size()).isEqualTo(2);
    }

    @Test
    void poolsAreMadeListedChangedAndDeleted() {
        for (int i = 0; i < 3; i++) {
            numbers.post("/api/v1/pools", Map.of("name", "page-" + i, "sessions", List.of("number-1")));
        }
        List<String> names = new ArrayList<>();
        JsonNode page = numbers.get("/api/v1/pools?limit=2");
        while (true) {
            page.path("items").forEach(pool -> names.add(pool.path("name").asString()));
            if (page.path("next").isNull()) {
                break;
            }
            page = numbers.get(
                    "/api/v1/pools?limit=2&cursor=" + page.path("next").asString());
        }
        JsonNode changed = numbers.patch("/api/v1/pools/page-0", Map.of("name", "renamed"));

        assertThat(names).contains("vendas", "page-0", "page-1", "page-2").doesNotHaveDuplicates();
        assertThat(changed.path("name").asString()).isEqualTo("renamed");
        assertThat(changed.path("simulated").asBoolean(false)).isTrue();
        assertThat(changed.path("sessions").get(0).asString()).isEqualTo("number-1");
        refused(numbers.any("PATCH", "/api/v1/pools/renamed", Map.of("name", "vendas")), 409, "pool_exists");
        assertThat(numbers.any("DELETE", "/api/v1/pools/renamed", Map.of()).status())
                .isEqualTo(204);
        refused(numbers.any("GET", "/api/v1/pools/renamed", Map.of()), 404, "pool_not_found");
    }

    @Test
    void wishesThatCannotBeAreRefused() {
        refused(pool("vendas", List.of("number-1")), 409, "pool_exists");
        refused(pool("no spaces", List.of("number-1")), 400, "invalid_pool_name");
        refused(pool("empty", List.of()), 400, "invalid_pool_sessions");
        refused(pool("unknown", List.of("nobody")), 404, "session_not_found");
        refused(
                numbers.any(
                        "POST",
                        "/sessions/pool:none/send",
                        Map.of("phoneNumber", "244929782402", "message", "Nowhere")),
                404,
                "pool_not_found");
    }

    @Test
    void anotherUsersPoolLooksLikeNone() {
        String[] eva = sessions.stranger();

        refused(numbers.server.get("/api/v1/pools/vendas", eva), 404, "pool_not_found");
        refused(numbers.server.send("DELETE", "/api/v1/pools/vendas", null, eva), 404, "pool_not_found");
        refused(
                numbers.server.post(
                        "/api/v1/messages",
                        Map.of("sessionId", "pool:vendas", "to", "+244929782402", "text", "x"),
                        eva),
                404,
                "pool_not_found");
        refused(
                numbers.server.post("/api/v1/pools", Map.of("name", "stolen", "sessions", List.of("number-1")), eva),
                404,
                "session_not_found");
    }

    @Test
    void anErasedPersonIsForgottenHereToo() {
        send("244929782499", "To be erased");
        assertThat(numbers.any("DELETE", "/api/v1/contacts/244929782499?erase=true", Map.of())
                        .status())
                .isBetween(200, 299);

        assertThat(numbers.server
                        .database()
                        .jdbc()
                        .sql("select count(*) from pool_contact where phone = 244929782499")
                        .query(Integer.class)
                        .single())
                .isZero();
        refused(
                numbers.any(
                        "POST",
                        "/sessions/pool:vendas/send",
                        Map.of("phoneNumber", "244929782499", "message", "Again")),
                409,
                "opted_out");
    }

    private static Answer pool(String name, List<String> ids) {
        return numbers.any("POST", "/api/v1/pools", Map.of("name", name, "sessions", ids));
    }

    private static String send(String phone, String text) {
        return sent("/sessions/pool:vendas/send", phone, text);
    }

    private static String sent(String path, String phone, String text) {
        return numbers.post(path, Map.of("phoneNumber", phone, "message", text))
                .path("sessionId")
                .asString();
    }
}
