package io.staffetta.server.web.doors.campaigns;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.SimulatedNumbers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The routes around the documented one: changes are whole or not at all, and strangers learn nothing. */
class CampaignDoorTest {

    private static final String NOBODYS = "64f5a1b2c3d4e5f6a7b8c9d0";
    private static final String STRANGER = "eva@example.org";

    private static SimulatedNumbers numbers;
    private static String strangersToken;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("a", "+39 333 740 0001");
        numbers.ready("b", "+39 333 740 0002");
        numbers.unlinked("u");
        Map<String, String> stranger = Map.of("email", STRANGER, "password", "another quiet evening");
        numbers.post("/api/v1/users", stranger);
        strangersToken = numbers.server
                .post("/api/v1/login", stranger)
                .json()
                .path("token")
                .asString();
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, 404, new_session_not_found",
        "u,       400, new_session_not_active",
        "'',      400, new_session_required"
    })
    void aRefusedNumberLeavesTheNameToo(String session, int status, String code) {
        String id = numbers.draft("a", 1, 0);

        Answer answer = put(id, "{\"name\":\"Altro\",\"whatsappSessionId\":\"" + session + "\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        JsonNode after = numbers.campaign(id);
        assertThat(after.path("name").asString()).isEqualTo("Campagna Test");
        assertThat(after.path("sessionId").asString()).isEqualTo("a");
    }

    @Test
    void aRefusedNumberIsToldInTheDoorsWords() {
        String id = numbers.draft("a", 1, 0);

        JsonNode details = put(id, "{\"whatsappSessionId\":\"u\"}").json().path("details");

        assertThat(details.path("sessionStatus").asString()).isEqualTo("qr");
    }

    @Test
    void nameAndNumberChangeTogether() {
        String id = numbers.draft("a", 1, 0);

        JsonNode data = put(id, "{\"name\":\"Altro\",\"whatsappSessionId\":\"b\"}")
                .json()
                .path("data");

        assertThat(data.path("name").asString()).isEqualTo("Altro");
        assertThat(data.path("whatsappSessionId").asString()).isEqualTo("b");
    }

    @Test
    @Contract("door1.campaigns")
    void aRunningCampaignChangesItsNameAndItsNumber() {
        String id = numbers.started("a", 3, 60_000);

        Answer named = put(id, "{\"name\":\"Altro\"}");
        Answer moved = put(id, "{\"whatsappSessionId\":\"b\"}");

        assertThat(named.json().path("data").path("name").asString()).isEqualTo("Altro");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.json().path("data").path("whatsappSessionId").asString())
                .isEqualTo("b");
        assertThat(moved.json().path("data").path("status").asString()).isEqualTo("running");
        numbers.post("/api/v1/campaigns/" + id + "/stop", Map.of());
    }

    @Test
    void theCountryChangesToo() {
        String id = numbers.draft("a", 1, 0);

        Answer changed = put(id, "{\"config\":{\"defaultCountry\":\"BR\"}}");
        Answer refused = put(id, "{\"config\":{\"defaultCountry\":\"Brasile\"}}");

        assertThat(changed.json()
                        .path("data")
                        .path("config")
                        .path("defaultCountry")
                        .asString())
                .isEqualTo("BR");
        assertThat(refused.code()).isEqualTo("invalid_country");
        assertThat(numbers.campaign(id).path("defaultCountry").asString()).isEqualTo("BR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET    |                             |",
                "PUT    |                             | {\"name\":\"x\"}",
                "PUT    |                             | {\"whatsappSessionId\":\"b\"}",
                "DELETE |                             |",
                "POST   | /start                      |",
                "POST   | /pause                      |",
                "POST   | /resume                     |",
                "POST   | /stop                       |",
                "PUT    | /change-session             | {\"newWhatsappSessionId\":\"b\"}",
                "PUT    | /change-session             | {}",
                "PUT    | /change-session?dryRun=true | {\"newWhatsappSessionId\":\"b\"}"
            })
    @Contract("rules.ownership")
    void theCampaignsOfOthersAreAnsweredLikeNone(String method, String route, String body) {
        String id = numbers.draft("a", 1, 0);

        Answer theirs = strange(method, path(id, route), body);
        Answer nobodys = strange(method, path(NOBODYS, route), body);

        assertThat(theirs.status()).as(theirs.text()).isEqualTo(404);
        assertThat(theirs.text().replace(id, NOBODYS)).isEqualTo(nobodys.text());
        assertThat(numbers.campaign(id).path("name").asString()).isEqualTo("Campagna Test");
    }

    @Test
    @Contract("rules.ownership")
    void theSessionsOfOthersAreAnsweredLikeNone() {
        Answer theirs = strange("GET", "/api/whatsapp-sessions/a", null);
        Answer nobodys = strange("GET", "/api/whatsapp-sessions/z", null);

        assertThat(theirs.status()).isEqualTo(404);
        assertThat(theirs.text().replace("sessions/a", "sessions/z")).isEqualTo(nobodys.text());
    }

    @Test
    @Contract("rules.ownership")
    void theNewSessionsOfOthersAreAnsweredLikeNone() {
        numbers.server.post(
                "/api/v1/sessions",
                Map.of("id", "theirs", "name", "theirs", "engine", "simulator"),
                "Authorization",
                "Bearer " + strangersToken);
        String id = numbers.draft("a", 1, 0);

        Answer theirs = change(id, "theirs");
        Answer nobodys = change(id, "nobodys");

        assertThat(theirs.status()).isEqualTo(404);
        assertThat(theirs.text()).isEqualTo(nobodys.text());
    }

    private static Answer change(String id, String session) {
        return numbers.server.send(
                "PUT", path(id, "/change-session"), "{\"newWhatsappSessionId\":\"" + session + "\"}", numbers.bearer());
    }

    private static Answer put(String id, String body) {
        return numbers.server.send("PUT", path(id, null), body, numbers.bearer());
    }

    private static Answer strange(String method, String path, String body) {
        return numbers.server.send(method, path, body, "Authorization", "Bearer " + strangersToken);
    }

    private static String path(String id, String route) {
        return "/api/whatsapp-campaigns/" + id + (route == null ? "" : route);
    }
}
