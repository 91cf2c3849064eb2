package io.staffetta.server.web.doors.campaigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.DocumentedExample;
import io.staffetta.server.web.LogLines;
import io.staffetta.server.web.SimulatedNumbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Replays what the first document prints: the same sessions, numbers, counts, answers and log lines. */
class ChangeSessionExamplesTest {

    private static final String CAMPAIGN = "64f5a1b2c3d4e5f6a7b8c9d0";
    private static final int SENT = 566;
    private static final int PENDING = 1234;

    private static SimulatedNumbers numbers;
    private static String halfWay;

    /** The old number has sent what its limits allow, so that everything else waits and the counts are the documented ones. */
    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("vecchia-sessione", "+39 098 765 4321");
        numbers.ready("sessione-disconnessa", "+39 123 456 7890");
        numbers.post("/api/v1/sessions/sessione-disconnessa/stop", Map.of());
        numbers.ready("la-mia-nuova-sessione", "+39 123 456 7890");
        numbers.ready("nuova-sessione", "+39 123 456 7890");
        numbers.ready("nuova-sessione-whatsapp", "+39 333 200 9001");
        numbers.ready("sessione-numero-2", "+39 333 200 9002");
        numbers.patch("/api/v1/sessions/vecchia-sessione", Map.of("hourlyLimit", SENT));
        numbers.any(
                "PUT",
                "/api/v1/simulator/sessions/vecchia-sessione/behaviour",
                Map.of("acceptDelay", 0, "deliverDelay", 0, "readDelay", 0));
        halfWay = numbers.started("vecchia-sessione", SENT + PENDING, 0);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> numbers.campaign(halfWay)
                        .path("wait")
                        .path("reason")
                        .asString("")
                        .equals("rate_limit"));
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    void theDocumentedChangeIsAnsweredAsItIsPrinted() {
        Answer answer = replay("response-success-200", halfWay);

        JsonNode data = answer.json().path("data");
        assertThat(data.path("_id").asString()).isEqualTo(halfWay).matches("[0-9a-f]{24}");
        assertThat(data.path("name").asString()).isEqualTo("Campagna Test");
        assertThat(data.path("status").asString()).isEqualTo("running");
        assertThat(data.path("stats").path("sent").asInt()).isEqualTo(SENT);
        assertThat(data.path("stats").path("pending").asInt()).isEqualTo(PENDING);
        numbers.post("/api/v1/campaigns/" + halfWay + "/stop", Map.of());
    }

    @Test
    @Contract("door1.log-lines")
    void aChangeIsLoggedAsItIsPrinted() {
        String id = numbers.started("vecchia-sessione", PENDING, 0);
        try (LogLines lines = LogLines.of("io.staffetta.server.campaign.HandOver")) {
            change(id, "nuova-sessione");

            assertThat(lines.text())
                    .isEqualTo(DocumentedExample.text("door1/logging.txt").replace(CAMPAIGN, id));
        }
        numbers.post("/api/v1/campaigns/" + id + "/stop", Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response-error-400",
                "response-error-404",
                "esempio-1-curl",
                "esempio-2-javascript",
                "test-errori-sessione-non-esistente",
                "test-errori-sessione-disconnessa",
                "test-errori-senza-id",
                "validazioni-sessione-diversa",
                "troubleshooting-stato-della-sessione"
            })
    void anExampleIsAnsweredAsItIsPrinted(String file) {
        replay(file, numbers.draft("vecchia-sessione", 1, 0));
    }

    @Test
    void theListOfSessionsIsWhatTheSelectionNeeds() {
        JsonNode body =
                numbers.server.get("/api/whatsapp-sessions", numbers.bearer()).json();

        assertThat(body.propertyNames()).containsExactlyInAnyOrder("success", "data");
        Set<String> active = new TreeSet<>();
        for (JsonNode session : body.path("data")) {
            assertThat(session.propertyNames())
                    .containsExactlyInAnyOrder("sessionId", "name", "phoneNumber", "isActive", "status", "stats");
            assertThat(session.path("stats").propertyNames()).containsExactly("messagesSent");
            assertThat(session.path("stats").path("messagesSent").isIntegralNumber())
                    .isTrue();
            if (session.path("isActive").asBoolean()) {
                active.add(session.path("sessionId").asString());
            }
        }
        assertThat(active)
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "la-mia-nuova-sessione",
                        "nuova-sessione",
                        "nuova-sessione-whatsapp",
                        "sessione-numero-2",
                        "vecchia-sessione"));
    }

    private static Answer replay(String file, String campaign) {
        return DocumentedExample.read("door1/" + file, Map.of("campaign", campaign))
                .replay(numbers, numbers.bearer());
    }

    private static void change(String id, String session) {
        Answer answer = numbers.server.send(
                "PUT",
                "/api/whatsapp-campaigns/" + id + "/change-session",
                "{\"newWhatsappSessionId\": \"" + session + "\"}",
                numbers.bearer());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
