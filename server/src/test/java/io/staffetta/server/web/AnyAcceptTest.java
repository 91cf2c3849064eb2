package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a request is dressed decides neither whether a deed is done nor in whose words it is refused. */
class AnyAcceptTest {

    private static SimulatedNumbers numbers;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("a", "+39 333 730 0001");
        numbers.ready("b", "+39 333 730 0002");
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "image/png", "application/xml, text/*;q=0.5", "nonsense", "*/*", ""})
    void whatIsDoneIsToldInJson(String accept) {
        String campaign = numbers.draft("a", 1, 0);
        String message = "{\"phoneNumber\":\"+39 333 730 0009\",\"message\":\"Ciao\"}";
        String phone = "{\"phone\":\"+39 333 730 0009\",\"message\":\"Ciao\"}";

        told(accept, "PUT", "/api/whatsapp-campaigns/" + campaign + "/change-session", wish());
        told(accept, "DELETE", "/api/whatsapp-campaigns/" + campaign, null);
        told(accept, "POST", "/sessions/a/send", message);
        told(accept, "POST", "/whatsapp-web/send/a", phone);
        told(accept, "POST", "/a/send", phone);
        told(accept, "POST", "/api/v1/messages", "{\"sessionId\":\"a\",\"to\":\"+39 333 730 0009\",\"text\":\"Ciao\"}");
        told(accept, "GET", "/api/v1/sessions", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/whatsapp-campaigns             | 405 | Questo indirizzo non conosce quel metodo | false",
                "PATCH  | /api/whatsapp-sessions/a            | 405 | Questo indirizzo non conosce quel metodo | false",
                "GET    | /api/whatsapp-campaigns/1/no/such   | 404 | A questo indirizzo non c'è nulla         | false",
                "GET    | /api/admin/whatsapp/a/no/such       | 404 | A questo indirizzo non c'è nulla         | false",
                "PATCH  | /sessions                           | 405 | This route does not know that method     | true",
                "GET    | /sessions/a/no/such                 | 404 | There is nothing at this address         | true",
                "GET    | /webhook/no/such                    | 404 | There is nothing at this address         | true",
                "PATCH  | /whatsapp-web/sessions              | 405 | This route does not know that method     | false",
                "GET    | /api/v1/no/such                     | 404 | There is nothing at this address         | false"
            })
    void whatFindsNoRouteIsRefusedInTheDoorsWords(
            String method, String path, int status, String message, boolean error) {
        Answer answer = numbers.server.send(method, path, null, numbers.bearer());

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("message").asString()).isEqualTo(message);
        assertThat(answer.json().path("error").asString("none")).isEqualTo(error ? message : "none");
    }

    @Test
    void aListOfTypesThatNobodyReadsToItsEndIsNotAccepted() {
        Answer answer =
                numbers.server.get("/api/v1/sessions/a/qr", numbers.bearer("Accept", "a/b,".repeat(60) + "image/png"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(406);
        assertThat(answer.code()).isEqualTo("not_acceptable");
    }

    @Test
    void anEmptyFormIsNoBody() {
        String campaign = numbers.draft("a", 2, 60_000);
        String path = "/api/whatsapp-campaigns/" + campaign;

        assertThat(form(path + "/start", "consent=x").status()).isEqualTo(415);
        assertThat(numbers.campaign(campaign).path("status").asString()).isEqualTo("draft");
        assertThat(form(path + "/start", "").status()).isEqualTo(200);
        assertThat(form(path + "/pause", "").status()).isEqualTo(200);
        assertThat(form("/api/v1/campaigns/" + campaign + "/stop", "").status()).isEqualTo(200);
    }

    @Test
    void aFormInPartsIsABodyOfAnotherKind() {
        Answer answer = numbers.server.send(
                "POST",
                "/api/whatsapp-campaigns",
                "--x--",
                numbers.bearer("Content-Type", "multipart/form-data; charset=utf-8"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_media_type");
    }

    private static Answer form(String path, String body) {
        return numbers.server.send(
                "POST", path, body, numbers.bearer("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static void told(String accept, String method, String path, String body) {
        Answer answer = numbers.server.send(method, path, body, numbers.bearer("Accept", accept));

        assertThat(answer.status()).as(path + " " + answer.text()).isBetween(200, 299);
        assertThat(answer.header("Content-Type")).as(path).startsWith("application/json");
        assertThat(answer.json().isObject() || answer.json().isArray()).isTrue();
    }

    private static String wish() {
        return "{\"newWhatsappSessionId\":\"b\"}";
    }
}
