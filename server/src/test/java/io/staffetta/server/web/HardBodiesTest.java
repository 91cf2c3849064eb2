package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
                "POST | /api/v1/messages | {'sessionId':'a~','to':'+393331112222','text':'x'} | 400",
                "POST | /api/v1/messages | {'sessionId':'pool:a~','to':'+393331112222','text':'x'} | 404",
                "POST | /api/v1/messages | {'sessionId':'a','to':'+393331112222','text':'x~'} | 400",
                "POST | /sessions | {'sessionId':'a~'} | 400",
                "POST | /sessions | {'sessionId':'b','chromePath':'x~'} | 400",
                "POST | /sessions/a/send | {'phoneNumber':'+393331112222','message':'x~'} | 400",
                "POST | /whatsapp-web/send/a | {'phone':'+393331112222','message':'x~'} | 400",
                "POST | /a/send | {'phone':'+393331112222','message':'x~'} | 400",
                "POST | /webhook | {'message_type':'outgoing','sessionId':'a~','content':'x','conversation':"
                        + "{'meta':{'sender':{'phone_number':'+393331112222'}}}} | 404",
                "POST | /webhook | {'message_type':'outgoing','sessionId':'a','content':'x~','conversation':"
                        + "{'meta':{'sender':{'phone_number':'+393331112222'}}}} | 400",
                "POST | /api/blast-control/sessions | {'campaignName':'x~','whatsappSessionId':'a'} | 400",
                "POST | /api/blast-control/sessions | {'campaignName':'x','whatsappSessionId':'a~'} | 404",
                "POST | /api/v1/campaigns | {'name':'x','sessionId':'a~'} | 404",
                "PUT | /api/v1/campaigns/:id/session | {'sessionId':'a~'} | 404",
                "POST | /api/v1/campaigns | {'name':'x','sessionId':'a','template':'x~'} | 400",
                "POST | /api/v1/campaigns/:id/start | {'consent':{'statement':'x~'}} | 400"
            })
    void aNulIsRefused(String method, String path, String body, int status) {
        List<Integer> before = counts();

        Answer answer = send(method, path, body.replace("~", "\\u0000"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isNotEmpty().isNotEqualTo("internal");
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void aNulInWhatIsImportedIsLeftOutAsOtherThingsThatNoTextHas() {
        Answer answer = send(
                "POST", "/api/v1/campaigns/:id/recipients", "[{'phone':'+393337209999','no\\u0000me':'A\\u0000da'}]");

        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        assertThat(answer.json().path("accepted").asInt()).isOne();
        assertThat(numbers.server
                        .database()
                        .jdbc()
                        .sql("select variables ->> 'nome' from recipient where phone = 393337209999")
                        .query(String.class)
                        .single())
                .isEqualTo("Ada");
    }

    /** {@code string} fields take no numbers and no flags, and the other way round. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT | /api/whatsapp-campaigns/:id/change-session | {'newWhatsappSessionId':5}",
                "PUT | /api/whatsapp-campaigns/:id/change-session | {'newWhatsappSessionId':true}",
                "PUT | /api/whatsapp-campaigns/:id/change-session | {'newWhatsappSessionId':1.5}",
                "PUT | /api/whatsapp-campaigns/:id/change-session | {'newWhatsappSessionId':['a']}",
                "PUT | /api/whatsapp-campaigns/:id/change-session | {'newWhatsappSessionId':{}}",
                "POST | /api/whatsapp-campaigns | {'name':5,'whatsappSessionId':'a'}",
                "POST | /api/whatsapp-campaigns | {'name':'x','whatsappSessionId':'a','config':{'messageDelay':{'min':'1'}}}",
                "PUT | /api/whatsapp-campaigns/:id | {'template':false}",
                "POST | /a/send | {'phone':393331112222,'message':'x'}",
                "POST | /api/admin/whatsapp/a/test/ | {'message':5}",
                "POST | /api/admin/whatsapp-events/ | {'queue_message':'1','phase':'sent'}",
                "POST | /api/admin/whatsapp/a/status/ | {'state':5}",
                "POST | /sessions | {'sessionId':5}",
                "POST | /sessions | {'sessionId':'b','headless':'true'}",
                "POST | /sessions/a/send | {'phoneNumber':393331112222,'message':'x'}",
                "POST | /sessions/a/send | {'phoneNumber':'393331112222','message':true}",
                "POST | /webhook/test | {'phoneNumber':'393331112222','message':'x','sessionId':5}",
                "POST | /whatsapp-web/send/a | {'phone':1234567890,'message':'x'}",
                "POST | /api/blast-control/sessions | {'campaignName':5,'whatsappSessionId':'a'}",
                "POST | /api/v1/messages | {'sessionId':'a','to':393331112222,'text':'x'}",
                "POST | /api/v1/messages | {'sessionId':'a','to':'+393331112222','text':5}"
            })
    void aValueOfAnotherTypeIsRefused(String method, String path, String body) {
        List<Integer> before = counts();

        Answer answer = send(method, path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_field");
        assertThat(counts()).isEqualTo(before);
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
                "POST | /api/v1/webhooks | {'url':'https://8.8.8.8/','events':[null]}",
                "POST | /api/v1/webhooks/1/replay | {'from':null,'to':null}",
                "POST | /api/v1/sessions | {'id':'x','engine':'simulator','settings':{'a':null}}",
                "PATCH | /api/v1/sessions/a | {'settings':{'a':null}}"
            })
    void aHoleInAListIsRefused(String method, String path, String body) {
        Answer answer = send(method, path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isNotEmpty();
    }

    /** How many sessions, campaigns, messages and steps there are. */
    private static List<Integer> counts() {
        return Stream.of("wa_session", "campaign", "message", "campaign_step")
                .map(table -> numbers.server
                        .database()
                        .jdbc()
                        .sql("select count(*) from " + table)
                        .query(Integer.class)
                        .single())
                .toList();
    }

    private static Answer send(String method, String path, String body) {
        return numbers.server.send(method, path.replace(":id", campaign), body.replace('\'', '"'), numbers.bearer());
    }
}
