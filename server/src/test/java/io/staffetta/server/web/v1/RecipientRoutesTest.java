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
        assertThat(rejected.text()).startsWith("\uFEFFNome;Telefono;Nota;line;error_code;error\r\nEva;12;x;3;");

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
                .isEqualTo(
                        "\uFEFFphone,Nome,Nota,status,reason,from,sent_at,replied_at,followup1_status,followup1_reason,"
                                + "followup1_from,followup1_sent_at,followup1_replied_at\r\n+393331112222,Ana,'=1+1,,,,,,,,,,\r\n");
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
    void aFirstLookTellsHowAFileWouldBeReadAndFindsThePhonesByWhatTheyAre() {
        JsonNode look = look("", "Nome;Recapiti di casa\nNicolò;333 111 2222\nEva;3,93331E+11\nUgo;333 111 2224\n");

        assertThat(look.get("charset").asString()).isEqualTo("UTF-8");
        assertThat(look.get("delimiter").asString()).isEqualTo(";");
        assertThat(look.get("phoneColumn").asString()).isEqualTo("Recapiti di casa");
        assertThat(look.at("/rows/0/cells/0").asString()).isEqualTo("Nicolò");
        assertThat(look.at("/rows/0/phone").asString()).isEqualTo("+39 333 111 2222");
        assertThat(look.at("/rows/1/code").asString()).isEqualTo("rounded_number");
        assertThat(get(campaign).json().get("recipients").asInt()).isZero();
    }

    @Test
    void aFileThatWasReadBeforeIsKnownAgain() {
        String text = "Nome,phone\nAna,+393331112222\nEva,+393331112223\n";
        String first = imported(text);

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

        assertThat(send("/recipients?repair=true", text).json().get("accepted").asInt())
                .isEqualTo(2);
        assertThat(get(campaign + "/preview?row=1").json().get("text").asString())
                .isEqualTo("Ciao Nicolò");
    }

    @Test
    void aTextIsLookedAtWithoutKeepingIt() {
        assertThat(repaired("m√∫ltiplas ‚úÖ").asString()).isEqualTo("múltiplas ✅");
        assertThat(repaired("Perché no?").isNull()).isTrue();
    }

    @Test
    void whoMayOnlyReadTriesTextsToo() {
        String reader = SERVER.post(
                        "/api/v1/api-keys",
                        Map.of("name", "reader", "scopes", java.util.List.of("read")),
                        "X-Api-Key",
                        key)
                .json()
                .path("key")
                .asString();

        assertThat(SERVER.post(campaign + "/preview", Map.of("template", "Ciao"), "X-Api-Key", reader)
                        .status())
                .isEqualTo(200);
        assertThat(SERVER.post("/api/v1/texts/repair", Map.of("text", "Ciao"), "X-Api-Key", reader)
                        .status())
                .isEqualTo(200);
    }

    private JsonNode repaired(String text) {
        return SERVER.send(
                        "POST",
                        "/api/v1/texts/repair",
                        "{\"text\":\"" + text + "\"}",
                        "X-Api-Key",
                        key,
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
        assertThat(send("/recipients/look?charset=klingon", "a").code()).isEqualTo("invalid_parameter");
    }

    @Test
    void aRefusedRowIsPutRightInItsPlace() {
        String one = imported("Nome,phone\nAna,+393331112222\nEva,12\n");

        JsonNode still = mend(one, "+39 333 111 2222").json();
        assertThat(still.at("/errors/0/code").asString()).isEqualTo("duplicate");
        assertThat(still.at("/errorsByCode/duplicate").asInt()).isEqualTo(1);

        JsonNode mended = mend(one, "+39 333 111 2223").json();
        assertThat(mended.get("accepted").asInt()).isEqualTo(2);
        assertThat(mended.get("rejected").asInt()).isZero();
        assertThat(get(campaign).json().get("recipients").asInt()).isEqualTo(2);
        assertThat(get(campaign + "/preview?row=2").json().get("text").asString())
                .isEqualTo("Ciao Eva");
        assertThat(mend(one, "+39 333 111 2229").code()).isEqualTo("refused_row_not_found");
    }

    @Test
    void aMendedListStandsForTheRowsThatWereRefused() {
        String one = imported("Nome,phone\nAna,+393331112222\nEva,12\nUgo,13\n");

        JsonNode second = send(
                        "/recipients?mends=" + one,
                        "Nome,phone,line,error_code,error\nEva,+393331112223,3,invalid_number,x\nUgo,14,4,invalid_number,x\n")
                .json();

        assertThat(second.get("accepted").asInt()).isEqualTo(1);
        assertThat(second.get("rejected").asInt()).isEqualTo(1);
        assertThat(get(campaign + "/imports/" + one).json().get("rejected").asInt())
                .isZero();
        assertThat(get(campaign).json().get("recipients").asInt()).isEqualTo(2);
    }

    @Test
    void everyRefusedRowSaysInTheReadersLanguageWhatIsWrongWithIt() {
        String one = imported("""
                Nome;phone
                Ada;+393331112222
                Eva;
                Ugo;12
                Leo;333111222233344
                Pia;casa
                Zoe;333 111 2223 / 333 111 2224
                Ivo;3,93E+11
                Bea;+999 123 456 789
                Ida;333 1112222
                """);

        JsonNode report = inItalian(campaign + "/imports/" + one).json();

        assertThat(report.get("errors")
                        .valueStream()
                        .map(row -> row.path("code").asString() + " "
                                + row.path("detail").asString("-") + ": "
                                + row.path("message").asString()))
                .containsExactly(
                        "invalid_number empty: La cella del telefono è vuota",
                        "invalid_number too_short: Troppo corto per un numero: Italia",
                        "invalid_number too_long: Troppo lungo per un numero: Italia",
                        "invalid_number letters: Ci sono lettere o segni al posto di un numero",
                        "invalid_number several: Più numeri in una cella: +39 333 111 2223, +39 333 111 2224",
                        "rounded_number -: Excel ha trasformato il numero in una quantità come 3,93E+11: le ultime cifre"
                                + " sono perse. Imposta la colonna come testo e salva di nuovo il file",
                        "invalid_number not_in_country: Nessun Paese ha un numero così",
                        "duplicate -: Lo stesso numero della riga 2");
        assertThat(inItalian(campaign + "/imports/" + one + "/rejected.csv").text())
                .contains("Eva;;3;invalid_number;La cella del telefono è vuota\r\n");
        assertThat(get(campaign + "/imports/" + one + "/rejected.csv?language=id")
                        .text())
                .contains("Eva;;3;invalid_number;Sel nomor telepon kosong\r\n");
        assertThat(get(campaign + "/imports/" + one + "?code=invalid_number&detail=several")
                        .json()
                        .get("errors"))
                .hasSize(1);
    }

    @Test
    void oldNumbersAreProposedAnewAndTakenOnlyWhenSomebodySaysSo() {
        String one = imported("Nome,phone\nAda,+55 11 8765-4321\nEva,+55 21 8765-4321\nUgo,+52 1 55 1234 5678\n");
        JsonNode report = get(campaign + "/imports/" + one).json();
        assertThat(report.get("accepted").asInt()).isZero();
        assertThat(report.at("/errors/0/proposal/phone").asString()).isEqualTo("+55 11 98765 4321");
        assertThat(report.at("/errors/2/proposal/phone").asString()).isEqualTo("+52 55 1234 5678");

        JsonNode all = again(one, Map.of("repair", "ninth_digit"));
        assertThat(all.get("accepted").asInt()).isEqualTo(2);
        assertThat(all.at("/errorsByCode/invalid_number").asInt()).isOne();
        assertThat(all.at("/remarks/0/remark").asString()).isEqualTo("repaired");

        Answer single = SERVER.send(
                "PATCH",
                campaign + "/imports/" + one + "/rejected/4",
                "{\"phone\":\"+52 55 1234 5678\"}",
                "X-Api-Key",
                key);
        assertThat(single.json().get("accepted").asInt()).isEqualTo(3);
        assertThat(single.json().at("/remarks/0/count").asInt()).isEqualTo(3);
        assertThat(get(campaign).json().get("recipients").asInt()).isEqualTo(3);
    }

    @Test
    void numbersOfAnotherCountryThanTheFilesAreTakenAndStandApart() {
        String one = imported("Nome,phone\nAda,333 111 2222\nEva,244929782402\nUgo,244929782403\nLia,0541 123456\n");
        String inferred = campaign + "/imports/" + one + "/inferred/AO";
        JsonNode report = get(campaign + "/imports/" + one).json();
        assertThat(report.get("accepted").asInt()).isEqualTo(4);
        assertThat(remarks(report)).containsExactly("country_inferred AO 2", "landline - 1");
        assertThat(get(campaign + "/imports/" + one + "/remarked?remark=country_inferred")
                        .json()
                        .at("/items/0/phone")
                        .asString())
                .isEqualTo("+244 929 782 402");

        JsonNode without =
                SERVER.send("DELETE", inferred, null, "X-Api-Key", key).json();
        assertThat(without.get("accepted").asInt()).isEqualTo(2);
        assertThat(without.at("/errorsByCode/country_inferred").asInt()).isEqualTo(2);
        assertThat(without.at("/errors/0/message").asString()).isEqualTo("Left out: it was read as a number of Angola");
        assertThat(get(campaign).json().get("recipients").asInt()).isEqualTo(2);

        JsonNode with = SERVER.send("PUT", inferred, null, "X-Api-Key", key).json();
        assertThat(with.get("rejected").asInt()).isZero();
        assertThat(remarks(with)).contains("confirmed AO 2", "landline - 1");
        assertThat(get(campaign).json().get("recipients").asInt()).isEqualTo(4);
    }

    @Test
    void whoLackedAValueIsTakenOnceTheTextHasAFallback() {
        String one = imported("Nome,phone\nAda,+393331112222\n,+393331112223\n");
        Answer text = SERVER.send(
                "PATCH", campaign, "{\"template\":\"Ciao {{Nome|amica}}\",\"followUps\":[]}", "X-Api-Key", key);
        assertThat(text.status()).as(text.text()).isEqualTo(200);

        JsonNode report = again(one, Map.of("code", "missing_variable"));

        assertThat(report.get("accepted").asInt()).isEqualTo(2);
        assertThat(report.get("rejected").asInt()).isZero();
    }

    @Test
    void whoIsTakenAtTheSecondReadingStandsApartAsAtTheFirst() {
        String one = imported("Nome,phone\nAda,333 111 2222\n,244929782402\n,333 111 2223\n");
        SERVER.send("PATCH", campaign, "{\"template\":\"Ciao {{Nome|amica}}\",\"followUps\":[]}", "X-Api-Key", key);

        JsonNode report = again(one, Map.of("code", "missing_variable"));

        assertThat(report.get("accepted").asInt()).isEqualTo(3);
        assertThat(remarks(report)).containsExactly("country_inferred AO 1");
    }

    @Test
    void whoWasLeftOutByHandComesBackOnlyByName() {
        String one = imported("Nome,phone\nAda,333 111 2222\nEva,244929782402\nUgo,12\n");
        SERVER.send("DELETE", campaign + "/imports/" + one + "/inferred/AO", null, "X-Api-Key", key);

        assertThat(again(one, Map.of()).get("accepted").asInt()).isEqualTo(1);
        JsonNode named = again(one, Map.of("code", "country_inferred"));
        assertThat(named.get("accepted").asInt()).isEqualTo(2);
        assertThat(remarks(named)).containsExactly("confirmed AO 1");
    }

    private static java.util.List<String> remarks(JsonNode report) {
        return report.get("remarks")
                .valueStream()
                .map(one -> one.path("remark").asString() + " "
                        + one.path("country").asString("-") + " "
                        + one.path("count").asInt())
                .toList();
    }

    private JsonNode again(String importId, Map<String, String> group) {
        return SERVER.post(campaign + "/imports/" + importId + "/rejected/again", group, "X-Api-Key", key)
                .json();
    }

    private Answer inItalian(String path) {
        return SERVER.send("GET", path, null, "X-Api-Key", key, "Accept-Language", "it");
    }

    @Test
    void aFileIsTakenBackWithItsPeople() {
        imported("Nome,phone\nAna,+393331112222\n");
        String second = imported("Nome,phone\nEva,+393331112223\nUgo,+393331112224\n");

        assertThat(SERVER.send("DELETE", campaign + "/imports/" + second, null, "X-Api-Key", key)
                        .status())
                .isEqualTo(204);

        assertThat(get(campaign).json().get("recipients").asInt()).isEqualTo(1);
        assertThat(get(campaign + "/imports").json().get("items")).hasSize(1);
        assertThat(imported("Nome,phone\nEva,+393331112223\n")).isNotBlank();
        assertThat(get(campaign).json().get("recipients").asInt()).isEqualTo(2);
    }

    @Test
    void nothingIsMendedWhileAFileIsBeingRead() {
        String one = imported("Nome,phone\nAna,+393331112222\nEva,12\n");
        var jdbc = SERVER.database().jdbc();
        jdbc.sql("update recipient_import set state = 'loading' where id = ?")
                .param(Long.parseLong(one))
                .update();

        assertThat(mend(one, "+39 333 111 2223").code()).isEqualTo("import_running");
        assertThat(SERVER.send("DELETE", campaign + "/imports/" + one, null, "X-Api-Key", key)
                        .code())
                .isEqualTo("import_running");

        jdbc.sql("update recipient_import set state = 'done' where id = ?")
                .param(Long.parseLong(one))
                .update();
    }

    @Test
    void thePeopleWorthALookAreFound() {
        imported("Nome,phone\nAna,+393331112222\nMassimiliano,+393331112223\n");
        SERVER.send(
                "PATCH",
                campaign,
                "{\"template\":\"Ciao {{Nome}} {{cosa}}\"}",
                "X-Api-Key",
                key,
                "Content-Type",
                "application/json");
        assertThat(get(campaign + "/preview/rows").json().get("missingCount").asInt())
                .isEqualTo(2);
        SERVER.send(
                "PATCH",
                campaign,
                "{\"template\":\"Ciao {{Nome}}\"}",
                "X-Api-Key",
                key,
                "Content-Type",
                "application/json");

        JsonNode rows = get(campaign + "/preview/rows").json();

        assertThat(rows.get("longest").asInt()).isEqualTo(2);
        assertThat(rows.get("shortest").asInt()).isEqualTo(1);
        assertThat(rows.get("missing").isNull()).isTrue();
    }

    @Test
    void theForecastIsHonestBeforeTheStart() {
        SERVER.send(
                "PATCH",
                "/api/v1/sessions/shop",
                "{\"dailyLimit\":2}",
                "X-Api-Key",
                key,
                "Content-Type",
                "application/json");
        StringBuilder people = new StringBuilder("Nome,phone\n");
        for (int n = 0; n < 12; n++) {
            people.append("A,+39333111").append(3000 + n).append('\n');
        }
        imported(people.toString());

        JsonNode forecast = get(campaign + "/forecast").json();

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
        assertThat(SERVER.send("POST", campaign + "/recipients", "x", "X-Api-Key", key, "Content-Type", "image/png")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void nobodyElseSeesThePeople() {
        assertThat(SERVER.get(campaign + "/report.csv").status()).isEqualTo(401);
        assertThat(get("/api/v1/campaigns/999999/preview").code()).isEqualTo("campaign_not_found");
    }

    private JsonNode look(String query, String text) {
        Answer answer = SERVER.send(
                "POST", campaign + "/recipients/look" + query, text, "X-Api-Key", key, "Content-Type", "text/csv");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Answer send(String path, String text) {
        return SERVER.send("POST", campaign + path, text, "X-Api-Key", key, "Content-Type", "text/csv");
    }

    private String imported(String text) {
        Answer answer = send("/recipients", text);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("importId").asString();
    }

    private Answer mend(String importId, String phone) {
        return SERVER.send(
                "PATCH",
                campaign + "/imports/" + importId + "/rejected/3",
                "{\"phone\":\"" + phone + "\"}",
                "X-Api-Key",
                key,
                "Content-Type",
                "application/json");
    }

    private Answer csv(String text) {
        return SERVER.send(
                "POST", campaign + "/recipients", text, "X-Api-Key", key, "Content-Type", "text/csv; charset=utf-8");
    }

    private Answer get(String path) {
        return SERVER.get(path, "X-Api-Key", key);
    }
}
