package io.staffetta.server.web.doors.campaigns;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.web.SimulatedNumbers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documented change of number refuses, in which words, and that nothing changes then. */
class ChangeSessionRefusalsTest {

    private static final String STRANGER = "eva@example.org";

    private static SimulatedNumbers numbers;
    private static String campaign;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("a", "+39 333 700 0001");
        numbers.ready("b", "+39 333 700 0002");
        campaign = numbers.draft("a", 1, 0);
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                      | 400 | new_session_required",
                "'{}'                                    | 400 | new_session_required",
                "'{\"newWhatsappSessionId\":null}'       | 400 | new_session_required",
                "'{\"newWhatsappSessionId\":\"\"}'       | 400 | new_session_required",
                "'{\"newWhatsappSessionId\":\"  \"}'     | 400 | new_session_required",
                "'{\"newWhatsappSessionId\":[\"b\"]}'    | 400 | invalid_field",
                "'{\"newWhatsappSessionId\":{\"id\":1}}' | 400 | invalid_field",
                "'{\"newWhatsappSessionId\":7}'          | 400 | invalid_field",
                "'{\"newWhatsappSessionId\":true}'       | 400 | invalid_field",
                "'[\"b\"]'                               | 400 | invalid_field",
                "'\"b\"'                                 | 400 | invalid_field",
                "'{\"newWhatsappSessionId\":\"b\"'       | 400 | invalid_json",
                "'newWhatsappSessionId=b'                | 400 | invalid_json"
            })
    void aBodyThatSaysNothingUsableIsRefused(String body, int status, String code) {
        refused(put(body, numbers.bearer()), status, code);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String body = "{\"newWhatsappSessionId\":\"b\",\"x\":\"" + "x".repeat(1_100_000) + "\"}";

        refused(put(body, numbers.bearer()), 413, "body_too_large");
    }

    @Test
    void aBodyOfAnotherKindIsRefused() {
        refused(put("<b/>", numbers.bearer("Content-Type", "text/xml")), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "it | Nuova sessione WhatsApp non trovata o non autorizzata",
                "pt | A nova sessão do WhatsApp não existe ou não está autorizada",
                "en | New WhatsApp session not found or not yours",
                "es | La nueva sesión de WhatsApp no existe o no está autorizada",
                "id | Sesi WhatsApp baru tidak ditemukan atau bukan milik Anda",
                "fr | Nuova sessione WhatsApp non trovata o non autorizzata"
            })
    void aRefusalSpeaksTheLanguageAskedFor(String language, String message) {
        Answer answer = put("{\"newWhatsappSessionId\":\"c\"}", numbers.bearer("Accept-Language", language));

        refused(answer, 404, "new_session_not_found");
        assertThat(answer.json().path("message").asString()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "it | Sessione cambiata con successo. I messaggi rimanenti verranno inviati tramite +39 333 700 0002",
                "pt | Sessão alterada. As mensagens restantes serão enviadas pelo número +39 333 700 0002",
                "en | Session changed. The remaining messages will be sent from +39 333 700 0002",
                "es | Sesión cambiada. Los mensajes restantes se enviarán desde +39 333 700 0002",
                "id | Sesi diganti. Pesan yang tersisa akan dikirim dari +39 333 700 0002"
            })
    void aChangeSpeaksTheLanguageAskedFor(String language, String message) {
        String id = numbers.draft("a", 1, 0);

        Answer answer = numbers.server.send(
                "PUT",
                "/api/whatsapp-campaigns/" + id + "/change-session",
                "{\"newWhatsappSessionId\":\"b\"}",
                numbers.bearer("Accept-Language", language));

        assertThat(answer.json().path("message").asString()).isEqualTo(message);
    }

    @Test
    void theCampaignsAndSessionsOfOthersAreAnsweredLikeNone() {
        numbers.post("/api/v1/users", Map.of("email", STRANGER, "password", "another quiet evening"));
        String token = numbers.server
                .post("/api/v1/login", Map.of("email", STRANGER, "password", "another quiet evening"))
                .json()
                .path("token")
                .asString();
        numbers.server.post(
                "/api/v1/sessions",
                Map.of("id", "theirs", "name", "theirs", "engine", "simulator"),
                "Authorization",
                "Bearer " + token);

        Answer theirCampaign = put("{\"newWhatsappSessionId\":\"b\"}", "Authorization", "Bearer " + token);
        Answer theirSession = put("{\"newWhatsappSessionId\":\"theirs\"}", numbers.bearer());

        refused(theirCampaign, 404, "campaign_not_found");
        assertThat(theirCampaign.json().path("message").asString()).isEqualTo("Campagna non trovata");
        refused(theirSession, 404, "new_session_not_found");
    }

    @Test
    void aKeyThatMayOnlyReadMayLookButNotChange() {
        String key = numbers.post("/api/v1/api-keys", Map.of("name", "reader", "scopes", List.of("read")))
                .path("key")
                .asString();

        refused(put("{\"newWhatsappSessionId\":\"b\"}", "X-Api-Key", key), 403, "scope_missing");
        assertThat(numbers.server
                        .send("PUT", path() + "?dryRun=true", "{\"newWhatsappSessionId\":\"b\"}", "X-Api-Key", key)
                        .status())
                .isEqualTo(200);
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.json().path("message").asString()).isNotBlank();
        assertThat(numbers.campaign(campaign).path("sessionId").asString()).isEqualTo("a");
    }

    private static Answer put(String body, String... headers) {
        return numbers.server.send("PUT", path(), body.isEmpty() ? null : body, headers);
    }

    private static String path() {
        return "/api/whatsapp-campaigns/" + campaign + "/change-session";
    }
}
