package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What came of a file of people is put right over the API. */
class MendingRoutesTest {

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
    void aRefusedRowIsPutRightInItsPlace() {
        String one = DRAFT.imported(campaign, "Nome,phone\nAna,+393331112222\nEva,12\n");

        JsonNode still = mend(one, "+39 333 111 2222").json();
        assertThat(still.at("/errors/0/code").asString()).isEqualTo("duplicate");
        assertThat(still.at("/errorsByCode/duplicate").asInt()).isEqualTo(1);

        JsonNode mended = mend(one, "+39 333 111 2223").json();
        assertThat(mended.get("accepted").asInt()).isEqualTo(2);
        assertThat(mended.get("rejected").asInt()).isZero();
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(2);
        assertThat(DRAFT.get(campaign + "/preview?row=2").json().get("text").asString())
                .isEqualTo("Ciao Eva");
        assertThat(mend(one, "+39 333 111 2229").code()).isEqualTo("refused_row_not_found");
    }

    @Test
    void aMendedListStandsForTheRowsThatWereRefused() {
        String one = DRAFT.imported(campaign, "Nome,phone\nAna,+393331112222\nEva,12\nUgo,13\n");

        JsonNode second = DRAFT.send(
                        campaign + "/recipients?mends=" + one,
                        "Nome,phone,line,error_code,error\nEva,+393331112223,3,invalid_number,x\nUgo,14,4,invalid_number,x\n")
                .json();

        assertThat(second.get("accepted").asInt()).isEqualTo(1);
        assertThat(second.get("rejected").asInt()).isEqualTo(1);
        assertThat(DRAFT.get(campaign + "/imports/" + one)
                        .json()
                        .get("rejected")
                        .asInt())
                .isZero();
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(2);
    }

    @Test
    void everyRefusedRowSaysInTheReadersLanguageWhatIsWrongWithIt() {
        String one = DRAFT.imported(campaign, """
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
        assertThat(DRAFT.get(campaign + "/imports/" + one + "/rejected.csv?language=id")
                        .text())
                .contains("Eva;;3;invalid_number;Sel nomor telepon kosong\r\n");
        assertThat(DRAFT.get(campaign + "/imports/" + one + "?code=invalid_number&detail=several")
                        .json()
                        .get("errors"))
                .hasSize(1);
    }

    @Test
    void oldNumbersAreProposedAnewAndTakenOnlyWhenSomebodySaysSo() {
        String one = DRAFT.imported(
                campaign, "Nome,phone\nAda,+55 11 8765-4321\nEva,+55 21 8765-4321\nUgo,+52 1 55 1234 5678\n");
        JsonNode report = DRAFT.get(campaign + "/imports/" + one).json();
        assertThat(report.get("accepted").asInt()).isZero();
        assertThat(report.at("/errors/0/proposal/phone").asString()).isEqualTo("+55 11 98765 4321");
        assertThat(report.at("/errors/2/proposal/phone").asString()).isEqualTo("+52 55 1234 5678");

        JsonNode all = again(one, Map.of("repair", "ninth_digit"));
        assertThat(all.get("accepted").asInt()).isEqualTo(2);
        assertThat(all.at("/errorsByCode/invalid_number").asInt()).isOne();
        assertThat(all.at("/remarks/0/remark").asString()).isEqualTo("repaired");

        Answer single = DRAFT.server()
                .send(
                        "PATCH",
                        campaign + "/imports/" + one + "/rejected/4",
                        "{\"phone\":\"+52 55 1234 5678\"}",
                        "X-Api-Key",
                        DRAFT.key());
        assertThat(single.json().get("accepted").asInt()).isEqualTo(3);
        assertThat(single.json().at("/remarks/0/count").asInt()).isEqualTo(3);
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(3);
    }

    @Test
    void numbersOfAnotherCountryThanTheFilesAreTakenAndStandApart() {
        String one = DRAFT.imported(
                campaign, "Nome,phone\nAda,333 111 2222\nEva,244929782402\nUgo,244929782403\nLia,0541 123456\n");
        String inferred = campaign + "/imports/" + one + "/inferred/AO";
        JsonNode report = DRAFT.get(campaign + "/imports/" + one).json();
        assertThat(report.get("accepted").asInt()).isEqualTo(4);
        assertThat(remarks(report)).containsExactly("country_inferred AO 2", "landline - 1");
        assertThat(DRAFT.get(campaign + "/imports/" + one + "/remarked?remark=country_inferred")
                        .json()
                        .at("/items/0/phone")
                        .asString())
                .isEqualTo("+244 929 782 402");

        JsonNode without = DRAFT.server()
                .send("DELETE", inferred, null, "X-Api-Key", DRAFT.key())
                .json();
        assertThat(without.get("accepted").asInt()).isEqualTo(2);
        assertThat(without.at("/errorsByCode/country_inferred").asInt()).isEqualTo(2);
        assertThat(without.at("/errors/0/message").asString()).isEqualTo("Left out: it was read as a number of Angola");
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(2);

        JsonNode with = DRAFT.server()
                .send("PUT", inferred, null, "X-Api-Key", DRAFT.key())
                .json();
        assertThat(with.get("rejected").asInt()).isZero();
        assertThat(remarks(with)).contains("confirmed AO 2", "landline - 1");
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(4);
    }

    @Test
    void whoLackedAValueIsTakenOnceTheTextHasAFallback() {
        String one = DRAFT.imported(campaign, "Nome,phone\nAda,+393331112222\n,+393331112223\n");
        Answer text = DRAFT.server()
                .send(
                        "PATCH",
                        campaign,
                        "{\"template\":\"Ciao {{Nome|amica}}\",\"followUps\":[]}",
                        "X-Api-Key",
                        DRAFT.key());
        assertThat(text.status()).as(text.text()).isEqualTo(200);

        JsonNode report = again(one, Map.of("code", "missing_variable"));

        assertThat(report.get("accepted").asInt()).isEqualTo(2);
        assertThat(report.get("rejected").asInt()).isZero();
    }

    @Test
    void whoIsTakenAtTheSecondReadingStandsApartAsAtTheFirst() {
        String one = DRAFT.imported(campaign, "Nome,phone\nAda,333 111 2222\n,244929782402\n,333 111 2223\n");
        DRAFT.server()
                .send(
                        "PATCH",
                        campaign,
                        "{\"template\":\"Ciao {{Nome|amica}}\",\"followUps\":[]}",
                        "X-Api-Key",
                        DRAFT.key());

        JsonNode report = again(one, Map.of("code", "missing_variable"));

        assertThat(report.get("accepted").asInt()).isEqualTo(3);
        assertThat(remarks(report)).containsExactly("country_inferred AO 1");
    }

    @Test
    void whoWasLeftOutByHandComesBackOnlyByName() {
        String one = DRAFT.imported(campaign, "Nome,phone\nAda,333 111 2222\nEva,244929782402\nUgo,12\n");
        DRAFT.server().send("DELETE", campaign + "/imports/" + one + "/inferred/AO", null, "X-Api-Key", DRAFT.key());

        assertThat(again(one, Map.of()).get("accepted").asInt()).isEqualTo(1);
        JsonNode named = again(one, Map.of("code", "country_inferred"));
        assertThat(named.get("accepted").asInt()).isEqualTo(2);
        assertThat(remarks(named)).containsExactly("confirmed AO 1");
    }

    @Test
    void aFileIsTakenBackWithItsPeople() {
        DRAFT.imported(campaign, "Nome,phone\nAna,+393331112222\n");
        String second = DRAFT.imported(campaign, "Nome,phone\nEva,+393331112223\nUgo,+393331112224\n");

        assertThat(DRAFT.server()
                        .send("DELETE", campaign + "/imports/" + second, null, "X-Api-Key", DRAFT.key())
                        .status())
                .isEqualTo(204);

        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(1);
        assertThat(DRAFT.get(campaign + "/imports").json().get("items")).hasSize(1);
        assertThat(DRAFT.imported(campaign, "Nome,phone\nEva,+393331112223\n")).isNotBlank();
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(2);
    }

    @Test
    void nothingIsMendedWhileAFileIsBeingRead() {
        String one = DRAFT.imported(campaign, "Nome,phone\nAna,+393331112222\nEva,12\n");
        var jdbc = DRAFT.server().database().jdbc();
        jdbc.sql("update recipient_import set state = 'loading' where id = ?")
                .param(Long.parseLong(one))
                .update();

        assertThat(mend(one, "+39 333 111 2223").code()).isEqualTo("import_running");
        assertThat(DRAFT.server()
                        .send("DELETE", campaign + "/imports/" + one, null, "X-Api-Key", DRAFT.key())
                        .code())
                .isEqualTo("import_running");

        jdbc.sql("update recipient_import set state = 'done' where id = ?")
                .param(Long.parseLong(one))
                .update();
    }

    @Test
    void ofRowsWithTheSameNumberTheLastThatCanBeWrittenToCountsIfSomebodySaysSo() {
        String one = DRAFT.imported(campaign, """
                Nome,phone,city
                Ada,+393331112222,Forlì
                Eva,+393331112223,
                Adina,333 111 2222,Roma
                ,+393331112222,Bari
                """);

        JsonNode last = keep(one, "last");

        assertThat(last.get("accepted").asInt()).isEqualTo(2);
        assertThat(last.at("/errorsByCode/duplicate").asInt()).isEqualTo(2);
        assertThat(doubles(last)).containsExactly("2 of 4", "5 of 4");
        assertThat(preview(1).get("text").asString()).isEqualTo("Ciao Adina");
        assertThat(DRAFT.get(campaign + "/imports/" + one + "/rejected.csv").text())
                .contains("Ada,+393331112222,Forlì,2,duplicate");

        JsonNode first = keep(one, "first");

        assertThat(doubles(first)).containsExactly("4 of 2", "5 of 2");
        assertThat(preview(1).get("text").asString()).isEqualTo("Ciao Ada");
        assertThat(DRAFT.get(campaign).json().get("recipients").asInt()).isEqualTo(2);
    }

    @Test
    void whatARowLacksIsTakenFromItsDoublesForGood() {
        String one = DRAFT.imported(campaign, """
                Nome,phone,city
                Ada,+393331112222,
                Adina,+393331112222,Roma
                Adele,+393331112222,Bari
                """);

        JsonNode merged = keep(one, "merge");

        assertThat(merged.at("/groups/0/detail").asString()).isEqualTo("merged");
        assertThat(merged.at("/groups/0/count").asInt()).isEqualTo(2);
        assertThat(keep(one, "last").get("accepted").asInt()).isOne();
        assertThat(preview(1).get("text").asString()).isEqualTo("Ciao Ada");
        assertThat(preview(1).at("/variables/city").asString()).isEqualTo("Roma");
    }

    @Test
    void nobodyIsTakenWithHalfARow() {
        String one = DRAFT.imported(
                campaign, "Nome,phone,note\nAda,+393331112222,x\nEva,+393331112223," + "x".repeat(40_000) + "\n");

        assertThat(again(one, Map.of("code", "row_too_long")).get("accepted").asInt())
                .isOne();
        JsonNode still = mend(one, "+39 333 111 2224").json();
        assertThat(still.get("accepted").asInt()).isOne();
        assertThat(still.at("/errors/0/code").asString()).isEqualTo("row_too_long");
    }

    private static List<String> remarks(JsonNode report) {
        return report.get("remarks")
                .valueStream()
                .map(one -> one.path("remark").asString() + " "
                        + one.path("country").asString("-") + " "
                        + one.path("count").asInt())
                .toList();
    }

    private JsonNode keep(String importId, String which) {
        Answer answer = DRAFT.server()
                .send(
                        "PUT",
                        campaign + "/imports/" + importId + "/doubles",
                        "{\"keep\":\"" + which + "\"}",
                        "X-Api-Key",
                        DRAFT.key());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> doubles(JsonNode report) {
        return report.get("errors")
                .valueStream()
                .map(one ->
                        one.path("row").asInt() + " of " + one.at("/sameAs/row").asInt())
                .toList();
    }

    private JsonNode preview(int row) {
        return DRAFT.get(campaign + "/preview?row=" + row).json();
    }

    private JsonNode again(String importId, Map<String, String> group) {
        return DRAFT.server()
                .post(campaign + "/imports/" + importId + "/rejected/again", group, "X-Api-Key", DRAFT.key())
                .json();
    }

    private Answer inItalian(String path) {
        return DRAFT.server().send("GET", path, null, "X-Api-Key", DRAFT.key(), "Accept-Language", "it");
    }

    private Answer mend(String importId, String phone) {
        return DRAFT.server()
                .send(
                        "PATCH",
                        campaign + "/imports/" + importId + "/rejected/3",
                        "{\"phone\":\"" + phone + "\"}",
                        "X-Api-Key",
                        DRAFT.key(),
                        "Content-Type",
                        "application/json");
    }
}
