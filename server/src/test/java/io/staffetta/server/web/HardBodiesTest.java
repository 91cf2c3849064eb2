package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no database keeps and what no list should hold is the caller's mistake, not ours. */
class HardBodiesTest {

    private static SimulatedNumbers numbers;
    private static String campaign;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("a", "+39 333 720 0001");
        campaign = numbers.draft("a", 1, 0);
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    /** {@code ~} stands for the escape of the character NUL. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /webhook/test | {'phoneNumber':'+393331112222','message':'x','sessionId':'a~'} | 404",
                "POST | /webhook/test | {'phoneNumber':'+393331112222','message':'x','sessionId':'pool:a~'} | 404",
                "POST | /webhook/test | {'phoneNumber':'+393331112222','message':'x~','sessionId':'a'} | 400",
                "POST | /api/whatsapp-campaigns | {'name':'x','whatsappSessionId':'a~'} | 404",
                "POST | /api/whatsapp-campaigns | {'name':'x~','whatsappSessionId':'a'} | 400",
                "POST | /api/whatsapp-campaigns | {'name':'x','whatsappSessionId':'a','template':'x~'} | 400",
                "POST | /api/whatsapp-campaigns | {'name':'x','whatsappSessionId':'a','followUps':"
                        + "[{'after':'PT1H','template':'x~'}]} | 400",
                "POST | /api/whatsapp-campaigns | {'name':'x','whatsappSessionId':'a','config':"
                        + "{'defaultCountry':'~'}} | 400",
                "PUT | /api/whatsapp-campaigns/:id | {'whatsappSessionId':'a~'} | 404",
                "PUT | /api/whatsapp-campaigns/:id/change-session | {'newWhatsappSessionId':'a~'} | 404",
                "PUT | /api/whatsapp-campaigns/:id/change-session?dryRun=true | {'newWhatsappSessionId':'a~'} | 404",
                "POST | /api/whatsapp-campaigns/:id/start | {'consent':{'statement':'x~'}} | 400",
                "POST | /api/v1/campaigns | {'name':'x','sessionId':'a','template':'x~'} | 400",
                "POST | /api/v1/campaigns/:id/start | {'consent':{'statement':'x~'}} | 400"
            })
    void aNulIsRefused(String method, String path, String body, int status) {
        Answer answer = send(method, path, body.replace("~", "\\u0000"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isNotEmpty().isNotEqualTo("internal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /api/whatsapp-campaigns | {'name':'x','whatsappSessionId':'a','followUps':[null]}",
                "POST | /api/whatsapp-campaigns | {'name':'x','whatsappSessionId':'a','followUps':[{}]}",
                "PUT | /api/whatsapp-campaigns/:id | {'followUps':[null]}",
                "POST | /api/v1/campaigns | {'name':'x','sessionId':'a','followUps':[null]}",
                "POST | /api/v1/campaigns | {'name':'x','sessionId':'a','followUps':[{}]}",
                "PATCH | /api/v1/campaigns/:id | {'followUps':[null]}",
                "PATCH | /api/v1/campaigns/:id | {'followUps':[{'after':null,'template':null}]}",
                "POST | /api/v1/campaigns/:id/schedule | {}",
                "POST | /api/v1/campaigns/:id/recipients | [null]",
                "POST | /api/v1/api-keys | {'name':'x','scopes':[null]}",
                "POST | /api/v1/opt-outs/import | {'phones':[null]}",
                "POST | /api/v1/pools | {'name':'x','sessions':[null]}",
                "POST | /api/v1/sessions | {'id':'x','engine':'simulator','settings':{'a':null}}",
                "PATCH | /api/v1/sessions/a | {'settings':{'a':null}}"
            })
    void aHoleInAListIsRefused(String method, String path, String body) {
        Answer answer = send(method, path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isNotEmpty();
    }

    private static Answer send(String method, String path, String body) {
        return numbers.server.send(method, path.replace(":id", campaign), body.replace('\'', '"'), numbers.bearer());
    }
}
