package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RecipientRoutesTest {

    private static final DraftOverHttp DRAFT = new DraftOverHttp();

    private String campaign = "";

    @AfterAll
    static void stop() {
        DRAFT.close();
    }

    @BeforeEach
    void draft() {
        campaign = DRAFT.fresh();
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

        Answer rejected = DRAFT.get(report.get("rejectedCsv").asString());
        assertThat(rejected.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(rejected.header("Content-Disposition")).startsWith("attachment");
        assertThat(rejected.text()).startsWith("\uFEFFNome;Telefono;Nota;line;error_code;error\r\nEva;12;x;3;");

        JsonNode imports = DRAFT.get(campaign + "/imports").json();
        assertThat(imports.at("/items/0/importId").asLong())
                .isEqualTo(report.get("importId").asLong());
        assertThat(imports.get("next").isNull()).isTrue();
        assertThat(DRAFT.get(campaign + "/imports/" + report.get("importId").asLong())
                        .json())
                .isEqualTo(report);
    }

    @Test
    void thePreviewShowsEveryStep() {
        csv("Nome,phone\nAna,+393331112222\n");

        JsonNode shown = DRAFT.get(campaign + "/preview?row=1").json();

        assertThat(shown.get("text").asString()).isEqualTo("Ciao Ana");
        assertThat(shown.get("phone").asString()).isEqualTo("+393331112222");
        assertThat(shown.at("/variables/Nome").asString()).isEqualTo("Ana");
        assertThat(shown.at("/steps/1/text").asString()).isEqualTo("Ancora Ana?");
        assertThat(shown.at("/steps/1/after").asString()).isEqualTo("PT24H");
        assertThat(DRAFT.get(campaign + "/preview?row=2").status()).isEqualTo(404);
        assertThat(DRAFT.get(campaign + "/preview?row=2").code()).isEqualTo("row_not_found");
    }

    @Test
    void theReportIsAFileThatOpensSafely() {
        csv("Nome,phone,Nota\nAna,+393331112222,=1+1\n");

        Answer report = DRAFT.get(campaign + "/report.csv");

        assertThat(report.status()).isEqualTo(200);
        assertThat(report.text())
                .isEqualTo(
                        "\uFEFFphone,Nome,Nota,status,reason,from,sent_at,replied_at,followup1_status,followup1_reason,"
                                + "followup1_from,followup1_sent_at,followup1_replied_at\r\n+393331112222,Ana,'=1+1,,,,,,,,,,\r\n");
    }

    @Test
    void jsonIsTakenLikeAFile() {
        Answer answer = DRAFT.server()
                .post(
                        campaign + "/recipients",
                        List.of(Map.of("phone", "+393331112222", "Nome", "Ana")),
                        "X-Api-Key",
                        DRAFT.key());

        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeReadIsRefusedInTheCallersLanguage() {
        Answer answer = DRAFT.server()
                .send(
                        "POST",
                        campaign + "/recipients",
                        "nome;citta\nAna;Roma\n",
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "text/csv",
                        "Accept-Language",
                        "it");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("no_phone_column");
        assertThat(answer.text()).contains("Nessuna colonna");
        assertThat(DRAFT.get(campaign + "/imports").json().get("items")).isEmpty();
    }

    @Test
    void aFirstLookTellsHowAFileWouldBeReadAndFindsThePhonesByWhatTheyAre() {
        JsonNode look = look("", "Nome;Recapiti di casa\nNicolò;333 111 2222\nEva;3,93331E+11\nUgo;333 111 2224\n");

        assertThat(look.get("charset").asString()).isEqualTo("UTF-8");
        assertThat(look.get("delimiter").asString()).isEqualTo(";");
        assertThat(look.get("phoneColumn").asString()).isEqualTo("Recapiti di casa");
        assertThat(look.at("/rows/0/cells/0").asString()).isEqualTo("Nicolò");
        assertThat(look.at("/rows/0/phone").asString()).isEqualTo("+39 333 111 2222");
        assertThat(look.at("/rows/1/code").asString()).isEqualTo("rounded_number");
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isZero();
    }

    @Test
    void aFileThatWasReadBeforeIsKnownAgain() {
        String text = "Nome,phone\nAna,+393331112222\nEva,+393331112223\n";
        String first = DRAFT.imported(campaign, text);

        JsonNode earlier = look("", text).get("earlier");
        assertThat(earlier).hasSize(1);
        assertThat(earlier.at("/0/importId").asString()).isEqualTo(first);
        assertThat(earlier.at("/0/accepted").asInt()).isEqualTo(2);
        assertThat(look("", text + "Ugo,+393331112224\n").get("earlier")).isEmpty();
    }

    @Test
    void textThatWasReadWronglyOnceIsShownAndPutRightIfThatIsWanted() {
        String text = "CittÃ ,phone,nome\nForlÃ¬,+393331112222,NicolÃ²\nRoma,+393331112223,Eva\n";

        JsonNode garbled = look("", text).get("garbled");
        assertThat(garbled).hasSize(2);
        assertThat(garbled.at("/1/row").asInt()).isEqualTo(2);
        assertThat(garbled.at("/1/written").asString()).isEqualTo("NicolÃ²");
        assertThat(garbled.at("/1/repaired").asString()).isEqualTo("Nicolò");
        assertThat(look("?repair=true", text).get("garbled")).isEmpty();
        assertThat(look("?repair=true", text).at("/rows/0/cells/0").asString()).isEqualTo("Forlì");

        assertThat(DRAFT.send(campaign + "/recipients?repair=true", text)
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);
        assertThat(DRAFT.get(campaign + "/preview?row=1").json().get("text").asString())
                .isEqualTo("Ciao Nicolò");
    }

    @Test
    void aTextIsLookedAtWithoutKeepingIt() {
        assertThat(repaired("m√∫ltiplas ‚úÖ").asString()).isEqualTo("múltiplas ✅");
        assertThat(repaired("Perché no?").isNull()).isTrue();
    }

    @Test
    void whoMayOnlyReadTriesTextsToo() {
        String reader = DRAFT.server()
                .post("/api/v1/api-keys", Map.of("name", "reader", "scopes", List.of("read")), "X-Api-Key", DRAFT.key())
                .json()
                .path("key")
                .asString();

        assertThat(DRAFT.server()
                        .post(campaign + "/preview", Map.of("template", "Ciao"), "X-Api-Key", reader)
                        .status())
                .isEqualTo(200);
        assertThat(DRAFT.server()
                        .post("/api/v1/texts/repair", Map.of("text", "Ciao"), "X-Api-Key", reader)
                        .status())
                .isEqualTo(200);
    }

    private JsonNode repaired(String text) {
        return DRAFT.server()
                .send(
                        "POST",
                        "/api/v1/texts/repair",
                        "{\"text\":\"" + text + "\"}",
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "application/json")
                .json()
                .get("repaired");
    }

    @Test
    void whatTheSenderKnowsOfAFileStandsAboveWhatIsFoundOut() {
        String text = "Nome;333 111,2222\nNicolò;333 111,2224\n";

        JsonNode look = look("?delimiter=,&charset=windows-1252&header=false&country=IT", text);

        assertThat(look.get("headed").asBoolean()).isFalse();
        assertThat(look.get("columns")).hasSize(2);
        assertThat(look.get("rows")).hasSize(2);
        assertThat(look.at("/rows/1/cells/0").asString()).isEqualTo("NicolÃ²;333 111");
        assertThat(look("?country=AO", "phone\n929782402\n").at("/rows/0/phone").asString())
                .isEqualTo("+244 929 782 402");
        assertThat(DRAFT.send(campaign + "/recipients/look?charset=klingon", "a")
                        .code())
                .isEqualTo("invalid_parameter");
    }

    @Test
    void thePeopleWorthALookAreFound() {
        DRAFT.imported(campaign, "Nome,phone\nAna,+393331112222\nMassimiliano,+393331112223\n");
        DRAFT.server()
                .send(
                        "PATCH",
                        campaign,
                        "{\"template\":\"Ciao {{Nome}} {{cosa}}\"}",
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "application/json");
        assertThat(DRAFT.get(campaign + "/preview/rows")
                        .json()
                        .get("missingCount")
                        .asInt())
                .isEqualTo(2);
        DRAFT.server()
                .send(
                        "PATCH",
                        campaign,
                        "{\"template\":\"Ciao {{Nome}}\"}",
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "application/json");

        JsonNode rows = DRAFT.get(campaign + "/preview/rows").json();

        assertThat(rows.get("longest").asInt()).isEqualTo(2);
        assertThat(rows.get("shortest").asInt()).isEqualTo(1);
        assertThat(rows.get("missing").isNull()).isTrue();
    }

    @Test
    void theForecastIsHonestBeforeTheStart() {
        DRAFT.server()
                .send(
                        "PATCH",
                        "/api/v1/sessions/shop",
                        "{\"dailyLimit\":2}",
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "application/json");
        StringBuilder people = new StringBuilder("Nome,phone\n");
        for (int n = 0; n < 12; n++) {
            people.append("A,+39333111").append(3000 + n).append('\n');
        }
        DRAFT.imported(campaign, people.toString());

        JsonNode forecast = DRAFT.get(campaign + "/forecast").json();

        assertThat(forecast.get("people").asInt()).isEqualTo(12);
        assertThat(forecast.get("messages").asInt()).isEqualTo(24);
        assertThat(forecast.at("/finishes/0/numbers").asInt()).isEqualTo(1);
        long alone = forecast.at("/finishes/0/days").asLong();
        long three = forecast.at("/finishes/2/days").asLong();
        assertThat(alone).isBetween(12L, 14L);
        assertThat(three).isBetween(4L, 6L);
    }

    @Test
    void anUnknownKindOfBodyIsRefused() {
        assertThat(DRAFT.server()
                        .send(
                                "POST",
                                campaign + "/recipients",
                                "x",
                                "X-Api-Key",
                                DRAFT.key(),
                                "Content-Type",
                                "image/png")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void nobodyElseSeesThePeople() {
        assertThat(DRAFT.server().get(campaign + "/report.csv").status()).isEqualTo(401);
        assertThat(DRAFT.get("/api/v1/campaigns/999999/preview").code()).isEqualTo("campaign_not_found");
    }

    private JsonNode look(String query, String text) {
        Answer answer = DRAFT.server()
                .send(
                        "POST",
                        campaign + "/recipients/look" + query,
                        text,
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "text/csv");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Answer csv(String text) {
        return DRAFT.server()
                .send(
                        "POST",
                        campaign + "/recipients",
                        text,
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "text/csv; charset=utf-8");
    }
}
