package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** WAHA is told to report to us, and nothing else of its configuration changes. */
final class HooksTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String URL = "https://staffetta.example/inbound/waha/new-token";

    private final WahaSettings.Hook hook = new WahaSettings.Hook(Optional.of(URL), "key");

    @Test
    void everythingThatIsConfiguredStays() {
        JsonNode wanted = missing("""
                {"debug":true,"metadata":{"a":"b"},"proxy":{"server":"p:1"},
                 "webhooks":[{"url":"https://other.example/hook","events":["*"]}]}
                """);

        assertThat(wanted.path("debug").asBoolean()).isTrue();
        assertThat(wanted.path("metadata").path("a").asString()).isEqualTo("b");
        assertThat(wanted.path("proxy").path("server").asString()).isEqualTo("p:1");
        assertThat(wanted.path("webhooks")
                        .valueStream()
                        .map(each -> each.path("url").asString()))
                .containsExactly("https://other.example/hook", URL);
    }

    @Test
    void anAddressOfOursThatHoldsNoLongerGoes() {
        JsonNode wanted = missing(
                "{\"webhooks\":[{\"url\":\"https://staffetta.example/inbound/waha/old-token\",\"events\":[\"*\"]}]}");

        assertThat(wanted.path("webhooks")
                        .valueStream()
                        .map(each -> each.path("url").asString()))
                .containsExactly(URL);
    }

    @Test
    void aWebhookWithAnotherKeyOrFewerEventsIsReplaced() {
        for (String entry : new String[] {
            "{\"url\":\"%s\",\"events\":[\"message\"],\"hmac\":{\"key\":\"key\"}}",
            "{\"url\":\"%s\",\"events\":[\"*\"],\"hmac\":{\"key\":\"another\"}}",
            "{\"url\":\"%s\",\"events\":[\"*\"]}"
        }) {
            JsonNode wanted = missing("{\"webhooks\":[" + entry.formatted(URL) + "]}");

            assertThat(wanted.path("webhooks")).hasSize(1);
            assertThat(wanted.path("webhooks").get(0).path("hmac").path("key").asString())
                    .isEqualTo("key");
        }
    }

    @Test
    void whereAllIsAsItShouldBeNothingIsChanged() {
        assertThat(Hooks.missing(
                        hook,
                        JSON.readTree("{\"webhooks\":[{\"url\":\"%s\",\"events\":[\"*\"],\"hmac\":{\"key\":\"key\"}}]}"
                                .formatted(URL))))
                .isEmpty();
    }

    @Test
    void withoutAnAddressOfOursNothingIsConfigured() {
        assertThat(Hooks.missing(new WahaSettings.Hook(Optional.empty(), "key"), JSON.readTree("{}")))
                .isEmpty();
    }

    private JsonNode missing(String config) {
        Map<String, Object> wanted = Hooks.missing(hook, JSON.readTree(config)).orElseThrow();
        return JSON.valueToTree(wanted);
    }
}
