package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RecipientRoutesTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static String key = "";

    private String campaign = "";

    @BeforeAll
    static void setUp() {
        key = SERVER.setUp();
        Answer session = SERVER.post(
                "/api/v1/sessions", Map.of("id", "shop", "name", "Shop", "engine", "simulator"), "X-Api-Key", key);
        assertThat(session.status()).as(session.text()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void draft() {
        Answer made = SERVER.post(
                "/api/v1/campaigns",
                Map.of(
                        "name",
                        "May",
                        "sessionId",
                        "shop",
                        "template",
                        "Ciao {{Nome}}",
                        "followUps",
                        java.util.List.of(Map.of("after", "PT24H", "template", "Ancora {{Nome}}?"))),
                "X-Api-Key",
                key);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        campaign = "/api/v1/campaigns/" + made.json().get("id").asString();
    }

    @Test
    void aFileComesInAndTheAnswerTellsOfEveryRow() {
        Answer answer = csv("Nome;Telefono;Nota\nAna;333 111 2222;=1+1\nEva;12;x\n;+393331112223;y\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode report = answer.json();
        assertThat(report.propertyNames())
                .contains(
                        "importId",
                        "accepted",
                        "rejected",
                        "columns",
                        "phoneColumn",
                        "delimiter",
                        "charset",
                        "errors",
                        "errorsByCode",
                        "rejectedCsv");
        assertThat(report.get("accepted").asInt()).isEqualTo(1);
        assertThat(report.get("rejected").asInt()).isEqualTo(2);
        assertThat(report.at("/errors/0/row").asInt()).isEqualTo(3);
        assertThat(report.at("/errors/0/code").asString()).isEqualTo("invalid_number");
        assertThat(report.at("/errorsByCode/missing_variable").asInt()).isEqualTo(1);

        Answer rejected = get(report.get("rejectedCsv").asString());
        assertThat(rejected.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(rejected.header("Content-Disposition")).startsWith("attachment");
        assertThat(rejected.text()).startsWith("\uFEFFNome;Telefono;Nota;row;error;message\r\nEva;12;x;3;");

        JsonNode imports = get(campaign + "/imports").json();
        assertThat(imports.at("/items/0/importId").asLong())
                .isEqualTo(report.get("importId").asLong());
        assertThat(imports.get("next").isNull()).isTrue();
        assertThat(get(campaign + "/imports/" + report.get("importId").asLong()).json())
                .isEqualTo(report);
    }

    @Test
    void thePreviewShowsEveryStep() {
        csv("Nome,phone\nAna,+393331112222\n");

        JsonNode shown = get(campaign + "/preview?row=1").json();

        assertThat(shown.get("text").asString()).isEqualTo("Ciao Ana");
        assertThat(shown.get("phone").asString()).isEqualTo("+393331112222");
        assertThat(shown.at("/variables/Nome").asString()).isEqualTo("Ana");
        assertThat(shown.at("/steps/1/text").asString()).isEqualTo("Ancora Ana?");
        assertThat(shown.at("/steps/1/after").asString()).isEqualTo("PT24H");
        assertThat(get(campaign + "/preview?row=2").status()).isEqualTo(404);
        assertThat(get(campaign + "/preview?row=2").code()).isEqualTo("row_not_found");
    }

    @Test
    void theReportIsAFileThatOpensSafely() {
        csv("Nome,phone,Nota\nAna,+393331112222,=1+1\n");

        Answer report = get(campaign + "/report.csv");

        assertThat(report.status()).isEqualTo(200);
        assertThat(report.text())
                .isEqualTo("\uFEFFphone,Nome,Nota,status,reason,from,sent_at,followup1_status,followup1_reason,"
                        + "followup1_from,followup1_sent_at\r\n+393331112222,Ana,'=1+1,,,,,,,,\r\n");
    }

    @Test
    void jsonIsTakenLikeAFile() {
        Answer answer = SERVER.post(
                campaign + "/recipients",
                java.util.List.of(Map.of("phone", "+393331112222", "Nome", "Ana")),
                "X-Api-Key",
                key);

        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeReadIsRefusedInTheCallersLanguage() {
        Answer answer = SERVER.send(
                "POST",
                campaign + "/recipients",
                "nome;citta\nAna;Roma\n",
                "X-Api-Key",
                key,
                "Content-Type",
                "text/csv",
                "Accept-Language",
                "it");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("no_phone_column");
        assertThat(answer.text()).contains("Nessuna colonna");
        assertThat(get(campaign + "/imports").json().get("items")).isEmpty();
    }

    @Test
    void anUnknownKindOfBodyIsRefused() {
        assertThat(SERVER.send("POST", campaign + "/recipients", "x", "X-Api-Key", key, "Content-Type", "image/png")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void nobodyElseSeesThePeople() {
        assertThat(SERVER.get(campaign + "/report.csv").status()).isEqualTo(401);
        assertThat(get("/api/v1/campaigns/999999/preview").code()).isEqualTo("campaign_not_found");
    }

    private Answer csv(String text) {
        return SERVER.send(
                "POST", campaign + "/recipients", text, "X-Api-Key", key, "Content-Type", "text/csv; charset=utf-8");
    }

    private Answer get(String path) {
        return SERVER.get(path, "X-Api-Key", key);
    }
}
