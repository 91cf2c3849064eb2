package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.Setting;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What users may say about their WAHA, and what nobody gets to see of it. */
final class WahaSettingsTest {

    @Test
    void anAddressIsEnough() {
        WahaSettings settings = of(Map.of("baseUrl", " https://waha.example/sub/ "));

        assertThat(settings.baseUrl()).isEqualTo("https://waha.example/sub");
        assertThat(settings.session()).isEqualTo("default");
        assertThat(settings.apiKey()).isEmpty();
        assertThat(settings.hook()).isEmpty();
        assertThat(settings.page()).isEqualTo("https://waha.example/sub/dashboard/");
    }

    @Test
    void theKeyOfWebhooksIsMadeFromTheApiKeyAndDiffersFromSessionToSession() {
        Map<String, String> given = Map.of("baseUrl", "http://localhost:3000", "apiKey", "secret");
        String one = WahaSettings.of(new Link("one", given, Optional.empty()))
                .hook()
                .orElseThrow()
                .key();
        String two = WahaSettings.of(new Link("two", given, Optional.empty()))
                .hook()
                .orElseThrow()
                .key();

        assertThat(one).hasSize(64).isNotEqualTo(two).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:3000",
                "ftp://waha.example",
                "http://",
                "http://user:pass@waha.example",
                "http://waha.example?x=1",
                "http://waha.example/#x",
                "http://exa mple"
            })
    void anAddressThatIsNoneIsRefusedWithoutRepeatingIt(String address) {
        assertThatThrownBy(() -> WahaSettings.check(Map.of("baseUrl", address)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("invalid_setting");
                    assertThat(problem.getMessage()).doesNotContain("pass@");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "../x", "a b", "ä", "a?b"})
    void aSessionsNameCannotLeadElsewhere(String name) {
        assertThatThrownBy(() -> WahaSettings.check(Map.of("baseUrl", "http://localhost", "session", name)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void aKeyCannotBreakOutOfItsHeader() {
        assertThatThrownBy(() -> WahaSettings.check(Map.of("baseUrl", "http://localhost", "apiKey", "a\r\nX-Evil: 1")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.getMessage()).doesNotContain("Evil"));
    }

    @Test
    void keysAreDeclaredSecretAndShownNowhere() {
        Map<String, String> given =
                Map.of("baseUrl", "http://localhost:3000", "apiKey", "api-secret", "hmacKey", "hmac-secret");
        WahaSettings settings = of(given);

        assertThat(WahaSettings.ALL.stream().filter(Setting::secret).map(Setting::name))
                .containsExactlyInAnyOrder("apiKey", "hmacKey");
        assertThat(settings + " " + settings.hook()).doesNotContain("secret");
        assertThat(settings.withoutSecrets("no: api-secret hmac-secret")).isEqualTo("no: *** ***");
    }

    @Test
    void complaintsAreShortOneLineAndFreeOfKeys() {
        WahaSettings settings = of(Map.of("baseUrl", "http://localhost:3000", "apiKey", "api-secret"));
        Reply.Answer answer = new Reply.Answer(
                400,
                JsonMapper.shared()
                        .readTree("{\"message\":[\"bad\\nkey api-secret\",\"%s\"]}".formatted("x".repeat(500))),
                Optional.empty());

        assertThat(Complaint.in(answer, settings))
                .hasSizeLessThanOrEqualTo(200)
                .startsWith("bad key ***")
                .doesNotContain("\n");
    }

    private static WahaSettings of(Map<String, String> given) {
        return WahaSettings.of(new Link("s", given, Optional.empty()));
    }
}
